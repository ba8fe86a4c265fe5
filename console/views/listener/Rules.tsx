import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { listenerWords } from "./listenerWords.ts";
import { ruleRow } from "./ruleRow.ts";

/** Its forwarding rules, in the order in which ALB tries them; nothing where it has none. */
export function Rules({ description, language }: { description: ListenerDescription; language: Language }) {
  const words = wordsIn(listenerWords, language);
  const rules = [...(description.listener.Rules ?? [])].sort((one, other) => one.Priority - other.Priority);
  if (rules.length === 0) return null;
  return (
    <section class="card">
      <h2>{words.rules}</h2>
      <table class="table blocks">
        <caption class="hidden">{words.rules}</caption>
        <thead>
          <tr>
            <th scope="col">{words.rule}</th>
            <th scope="col">{words.conditions}</th>
            <th scope="col">{words.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => {
            const { conditions, actions } = ruleRow(rule);
            return (
              <tr>
                <th scope="row">
                  {rule.Priority} <span class="sub">{rule.RuleName}</span>
                </th>
                <td data-label={words.conditions}>
                  {conditions.map(({ type, values }) => (
                    <div>
                      {words[type as "Host"] ?? type}: <span class="id">{values}</span>
                    </div>
                  ))}
                </td>
                <td data-label={words.outcome}>
                  {actions.map(({ type, detail }) => (
                    <div>
                      {words[type as "ForwardGroup"] ?? type} <span class="id">{detail}</span>
                    </div>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
