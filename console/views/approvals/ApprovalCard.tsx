import { State } from "../../components/State.tsx";
import type { Html } from "../../jsx/runtime.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { type Approval, type ApprovalCondition, tokenOf } from "./approvalView.ts";
import { approvalWords } from "./approvalWords.ts";

/** What is told of a question beside its plan, in this order. */
const ABOUT = [
  "why",
  "ticket",
  "listenerName",
  "listens",
  "loadBalancerId",
  "environment",
  "region",
  "account",
] as const;

/** One question: what is asked, by whom, until when, and whom it waits for. */
export function ApprovalCard(props: {
  approval: Approval;
  condition: ApprovalCondition;
  language: Language;
  children?: Html;
}) {
  const { approval, condition, language } = props;
  const words = wordsIn(approvalWords, language);
  const { operation, listenerId, requestedBy, needed, approvedBy, until } = approval;
  return (
    <article class="card asked">
      <div class="body">
        <h2>
          <a href={`${CONSOLE}/approvals/${tokenOf(approval)}`}>{operationName(operation, language)}</a>{" "}
          <span class="id">{listenerId}</span>
        </h2>
        <p class="faint">
          {words.asks(requestedBy === "" ? words.nobody : requestedBy)} · {words.votes(approvedBy.length, needed)}
          {approvedBy.length === 0 ? null : ` (${approvedBy.join(", ")})`} · {words.until}{" "}
          <time datetime={until}>{until.slice(0, 16).replace("T", " ")} UTC</time>
        </p>
        <dl class="facts">
          {ABOUT.flatMap((name) => (approval[name] === "" ? [] : [<dt>{words[name]}</dt>, <dd>{approval[name]}</dd>]))}
        </dl>
        <p>
          <State kind={condition === "forYou" ? "warn" : "busy"}>{words[condition]}</State>
        </p>
        {props.children}
      </div>
    </article>
  );
}
