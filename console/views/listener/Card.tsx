/** A group of facts, as the ALB console groups them. */
export function Card({ title, children }: { title: string; children?: unknown }) {
  return (
    <section class="card">
      <h2>{title}</h2>
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
