import type { ProbeView, WriteView } from "./executionView.ts";
import type { ExecutionWords } from "./Flow.tsx";

/** What was seen on the wire, compared with what is configured. */
export function Evidence({ seen, words }: { seen: ProbeView[]; words: ExecutionWords }) {
  if (seen.length === 0) return null;
  return (
    <section class="card" id="evidence-card" aria-labelledby="evidence">
      <h2 id="evidence">{words.evidence}</h2>
      <div class="scroll">
        <table class="table blocks">
          <thead>
            <tr>
              <th scope="col">{words.probe}</th>
              <th scope="col">{words.expected}</th>
              <th scope="col">{words.found}</th>
            </tr>
          </thead>
          <tbody>
            {seen.map(({ probe, expected, found, problem, inconclusive }) => {
              const wrong = problem ?? inconclusive;
              return (
                <tr>
                  <th scope="row">{probe.message}</th>
                  <td data-label={words.expected}>{expected?.message ?? ""}</td>
                  <td data-label={words.found} class={wrong === null ? "ok" : problem === null ? "warn" : "bad"}>
                    {wrong === null ? `✓ ${found?.message ?? ""}` : `✕ ${wrong.message}`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Every write, with the id under which the cloud knows the request. */
export function Writes({ writes, words }: { writes: WriteView[]; words: ExecutionWords }) {
  if (writes.length === 0) return null;
  const outcomes = { done: words.written, refused: words.writeRefused, unknown: words.writeUnknown };
  return (
    <section class="card" id="writes-card" aria-labelledby="writes">
      <h2 id="writes">{words.writes}</h2>
      <ol class="writes">
        {writes.map(({ action, resource, requestId, outcome, back }) => (
          <li>
            <code>{action}</code> <span class="soft">{resource}</span>{" "}
            <span class={outcome === "done" ? "ok" : "bad"}>{outcomes[outcome]}</span>
            {back ? ` · ${words.back}` : null}
            {requestId === "" ? null : (
              <span class="sub">
                {words.request} <code>{requestId}</code>
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
