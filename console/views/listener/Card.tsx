import type { Place } from "../../../shared/platform/place.ts";
import { andPlace } from "../../placeQuery.ts";
import { CONSOLE } from "../../view.ts";

/** An operation that changes what a card shows: `#field-…` leads to the field. */
export interface EditLink {
  operation: string;
  label: string;
  field?: string;
}

/** A group of facts, as the ALB console groups them, with what changes them. */
export function Card(props: {
  title: string;
  children?: unknown;
  listenerId?: string;
  place?: Place | undefined;
  edits?: EditLink[];
}) {
  const { title, children, listenerId, place, edits = [] } = props;
  return (
    <section class="card">
      {edits.length === 0 ? (
        <h2>{title}</h2>
      ) : (
        <div class="heading">
          <h2>{title}</h2>
          <span class="links">
            {edits.map(({ operation, label, field }) => (
              <a
                href={`${CONSOLE}/operations/${operation}?listenerId=${listenerId}${andPlace(place)}${field === undefined ? "" : `#field-${field}`}`}
                aria-label={`${label}: ${title}`}
              >
                {label}
              </a>
            ))}
          </span>
        </div>
      )}
      <div class="body">{children}</div>
    </section>
  );
}

/** Facts by name; what is null is left out. */
export function Facts({ facts }: { facts: (readonly [string, unknown] | null)[] }) {
  return (
    <dl class="facts">
      {facts.map((datum) =>
        datum === null ? null : (
          <>
            <dt>{datum[0]}</dt>
            <dd>{datum[1]}</dd>
          </>
        ),
      )}
    </dl>
  );
}
