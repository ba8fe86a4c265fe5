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
              <a href={editAddress(listenerId, place, { operation, field })} aria-label={`${label}: ${title}`}>
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

/** The form of an operation for a listener, at a field of it. */
export function editAddress(
  listenerId: string | undefined,
  place: Place | undefined,
  { operation, field }: { operation: string; field: string | undefined },
): string {
  const at = field === undefined ? "" : `#field-${field}`;
  return `${CONSOLE}/operations/${operation}?listenerId=${listenerId}${andPlace(place)}${at}`;
}

/** A name, what it is, and the field that changes it, where one does. */
type Fact = readonly [name: string, value: unknown, field?: string];

/** Facts by name; what is null is left out. With `edit`, what has a field leads to it. */
export function Facts(props: {
  facts: (Fact | null)[];
  edit?: ((field: string) => string) | undefined;
  label?: string;
}) {
  const { facts, edit, label } = props;
  return (
    <dl class="facts">
      {facts.map((datum) => {
        if (datum === null) return null;
        const [name, value, field] = datum;
        return (
          <>
            <dt>{name}</dt>
            <dd>
              {value}
              {field === undefined || edit === undefined ? null : (
                <>
                  {" "}
                  <a class="edit" href={edit(field)} aria-label={`${label}: ${name}`}>
                    {label}
                  </a>
                </>
              )}
            </dd>
          </>
        );
      })}
    </dl>
  );
}
