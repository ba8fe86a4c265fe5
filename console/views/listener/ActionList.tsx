import { IMPACTS, impactsOf } from "../../../shared/core/impact.ts";
import type { Identity } from "../../../shared/features/api/authentication/identity.ts";
import { listedOperations } from "../../../shared/features/api/contract.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { PlanAtOnce } from "../../components/PlanAtOnce.tsx";
import { andPlace } from "../../placeQuery.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { listenerWords, reasonWords } from "./listenerWords.ts";
import { reasonAgainst } from "./reasons.ts";

/** Every operation that takes a listener: a link to its form, or, where it would be refused, the reason; those behind. */
export function ActionList(props: { description: ListenerDescription; identity: Identity; language: Language }) {
  const { description, identity, language } = props;
  const { place } = description;
  const words = wordsIn(listenerWords, language);
  const reasons = wordsIn(reasonWords, language);
  const operations = listedOperations().filter(({ input }) => input.required?.includes("listenerId") === true);
  const tally = operations.map((one) => ({ ...one, reason: reasonAgainst(one.name, description, identity) }));
  const sorted = [
    ...tally.filter(({ reason }) => reason === undefined),
    ...tally.filter(({ reason }) => reason !== undefined),
  ];
  return (
    <section class="card">
      <h2>{words.can}</h2>
      <ul class="action-list">
        {sorted.map(({ name, impacts, reason }) => {
          const label = operationName(name, language);
          const [usual = "no interruption"] = impactsOf({ impacts });
          const note = `why-${name}`;
          return (
            <li class={reason === undefined ? "" : "refused"}>
              {reason === undefined && AT_ONCE.has(name) ? (
                <PlanAtOnce
                  operation={name}
                  label={label}
                  place={place}
                  input={{ listenerId: description.listener.ListenerId }}
                />
              ) : reason === undefined ? (
                <a
                  href={`${CONSOLE}/operations/${name}?listenerId=${description.listener.ListenerId}${andPlace(place)}`}
                >
                  {label}
                </a>
              ) : (
                <button type="button" class="quiet" aria-disabled="true" aria-describedby={note}>
                  {label}
                </button>
              )}
              {reason === undefined ? (
                IMPACTS[usual].asks ? (
                  <span class="sub">{words[usual as "may interrupt"]}</span>
                ) : null
              ) : (
                <span class="sub" id={note}>
                  {reasons[reason]}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Those that need nothing but the listener: a click leads to the plan, and nothing is done without that. */
const AT_ONCE = new Set(["startListener", "stopListener", "deleteListener", "disableMutualAuth", "disableTracing"]);
