import type { Place } from "../../shared/platform/place.ts";
import { CONSOLE } from "../view.ts";

/** A button that leads to the plan of an operation that needs nothing more to be said: nothing is done without that. */
export function PlanAtOnce(props: {
  operation: string;
  label: string;
  /** What it is about, for those who cannot see what stands beside it. */
  of?: string;
  place: Place | undefined;
  /** Its input, `listenerId` among it. */
  input: Record<string, string>;
}) {
  const { operation, label, of, place, input } = props;
  const fields = { ...input, ...(place === undefined ? {} : { region: place.region, account: place.accountId }) };
  return (
    <form method="post" action={`${CONSOLE}/operations/${operation}`}>
      {Object.entries({ ...fields, about: "listener" }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class="quiet" aria-label={of === undefined ? undefined : `${label}: ${of}`}>
        {label}
      </button>
    </form>
  );
}
