import { State } from "../../components/State.tsx";
import { CONSOLE, type PageCall } from "../../view.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { type Approval, conditionOf, tokenOf } from "../approvals/approvalView.ts";
import { approvalWords } from "../approvals/approvalWords.ts";
import { overviewWords } from "./overviewWords.ts";

/** What waits for somebody's word. */
export function WaitingNow({ approvals, call }: { approvals: Approval[]; call: PageCall }) {
  const { language, identity } = call;
  const words = wordsIn(approvalWords, language);
  if (approvals.length === 0) return <p class="body faint">{wordsIn(overviewWords, language).nothingWaits}</p>;
  return (
    <ul class="body lines">
      {approvals.map((approval) => {
        const condition = conditionOf(approval, identity);
        return (
          <li>
            <a class="name" href={`${CONSOLE}/approvals/${tokenOf(approval)}`}>
              {operationName(approval.operation, language)}
            </a>
            <span class="id faint">{approval.listenerId}</span>
            <span class="wrongs">
              <State kind={condition === "forYou" ? "warn" : "busy"}>{words[condition]}</State>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
