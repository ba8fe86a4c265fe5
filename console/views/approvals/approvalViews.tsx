import type { verdictView } from "../../../shared/features/api/views.ts";
import { ApiProblem } from "../../apiClient.ts";
import type { ReadBy } from "../../cache.ts";
import { ReadAt } from "../../components/ReadAt.tsx";
import { Deferred } from "../../page/Deferred.tsx";
import { listenerAddress } from "../../placeQuery.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import type { PlanView } from "../execution/executionView.ts";
import { Plan } from "../operation/Plan.tsx";
import { planWords } from "../operation/planWords.ts";
import { ApprovalCard } from "./ApprovalCard.tsx";
import { type Approval, conditionOf, tokenOf } from "./approvalView.ts";
import { approvalWords } from "./approvalWords.ts";
import { VoteForms } from "./VoteForms.tsx";

/** What waits for whom, with its plan; and the answer. */
export const approvalViews: View[] = [
  {
    method: "GET",
    path: "/approvals",
    section: "approvals",
    async answer({ language, query }) {
      const words = wordsIn(approvalWords, language);
      const page = (
        <>
          <h1>{words.title}</h1>
          <Answered query={query} language={language} />
          <Deferred from={`${CONSOLE}/approvals/waiting`} language={language}>
            <p class="card reading">{words.reading}</p>
          </Deferred>
        </>
      );
      return { title: words.title, page };
    },
  },
  {
    method: "GET",
    path: "/approvals/waiting",
    section: "approvals",
    isFragment: true,
    answer: async (call) => ({ fragment: <Waiting {...(await readApprovals(call))} call={call} /> }),
  },
  { method: "GET", path: "/approvals/count", isFragment: true, answer: countView },
  { method: "GET", path: "/approvals/:token", section: "approvals", answer: approvalPage },
  {
    method: "POST",
    path: "/approvals/:token",
    section: "approvals",
    async answer({ api, path, form }) {
      const fields = await form();
      const decision = fields.get("decision") === "agree" ? "agree" : "deny";
      const body = { decision, reason: (fields.get("reason") ?? "").trim() };
      const { execution, operation } = await api.post<Approval>(`/approvals/${path.token}`, body);
      const view = new URLSearchParams({ answered: decision, execution, operation });
      return { redirect: `${CONSOLE}/approvals?${view.toString()}` };
    },
  },
];

/** All that the person may see. */
export async function readApprovals({ api }: PageCall): Promise<{ approvals: Approval[] } & ReadBy> {
  return api.get("/approvals");
}

/** How many questions wait for this person, for the navigation of every page; nothing where there are none, or nobody can tell. */
async function countView(call: PageCall) {
  const { language, identity } = call;
  try {
    const { approvals } = await readApprovals(call);
    const count = approvals.filter((approval) => conditionOf(approval, identity) === "forYou").length;
    const label = wordsIn(approvalWords, language).waitForYou(count);
    return {
      fragment: (
        <>
          {count === 0 ? null : (
            <b class="count" title={label}>
              {count}
            </b>
          )}
        </>
      ),
    };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { fragment: <></> };
  }
}

async function approvalPage({ api, path, language, identity, query }: PageCall) {
  const words = wordsIn(approvalWords, language);
  const token = path.token ?? "";
  const asked = await openedBy(api.get<Approval & { verdict: ReturnType<typeof verdictView> }>(`/approvals/${token}`));
  if (typeof asked === "string") {
    const page = (
      <div class="narrow">
        <h1>{words.closed}</h1>
        <p class="said" lang="en">
          {asked}
        </p>
        <p>{words.closedNext}</p>
        <p class="actions">
          <a class="button" href={`${CONSOLE}/approvals`}>
            {words.toList}
          </a>
        </p>
      </div>
    );
    return { title: words.closed, page, status: 404 };
  }
  const { operation, listenerId, execution, verdict } = asked;
  const title = operationName(operation, language);
  const condition = conditionOf(asked, identity);
  const page = (
    <>
      <div class="heading">
        <h1>
          <a class="up" href={`${CONSOLE}/approvals`}>
            {words.title}
          </a>{" "}
          {title}
        </h1>
        {listenerId === "" ? null : (
          <a class="id" href={listenerAddress(asked)}>
            {listenerId}
          </a>
        )}
      </div>
      <ApprovalCard approval={asked} condition={condition} language={language}>
        <p>
          <a href={`${CONSOLE}/executions/${execution}?operation=${operation}`}>{words.execution}</a>
        </p>
      </ApprovalCard>
      <section class="card">
        <h2>{words.plan}</h2>
        <div class="body">
          {verdict.plan === null ? null : (
            <Plan plan={verdict.plan as unknown as PlanView} words={wordsIn(planWords, language)} language={language} />
          )}
        </div>
      </section>
      <VoteForms token={token} condition={condition} language={language} chosen={query.get("decision")} />
    </>
  );
  return { title, page };
}

/** A question, or the sentence that says why a link no longer leads to one. */
async function openedBy<Question>(asking: Promise<Question>): Promise<Question | string> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 404) return error.message;
    throw error;
  }
}

/** Those that wait, the ones that wait for this person first. */
function Waiting({ approvals, readAt, call }: { approvals: Approval[]; call: PageCall } & ReadBy) {
  const { language, identity, now } = call;
  const words = wordsIn(approvalWords, language);
  const tally = approvals.map((approval) => ({ approval, condition: conditionOf(approval, identity) }));
  const sorted = tally.sort((one, other) => Number(other.condition === "forYou") - Number(one.condition === "forYou"));
  if (sorted.length === 0) {
    return (
      <div class="card empty">
        <p>{words.none}</p>
        <p class="faint">{words.noneWhy}</p>
        <p class="faint">
          <ReadAt at={Date.parse(readAt)} now={now} language={language} />
        </p>
      </div>
    );
  }
  return (
    <div class="stacked">
      <p class="faint">
        <ReadAt at={Date.parse(readAt)} now={now} language={language} />
      </p>
      {sorted.map(({ approval, condition }) => (
        <ApprovalCard approval={approval} condition={condition} language={language}>
          <p class="actions">
            <a
              class={condition === "forYou" ? "button main" : "button"}
              href={`${CONSOLE}/approvals/${tokenOf(approval)}`}
            >
              {words.probe}
            </a>
          </p>
        </ApprovalCard>
      ))}
    </div>
  );
}

function Answered({ query, language }: Pick<PageCall, "query" | "language">) {
  const words = wordsIn(approvalWords, language);
  const answered = query.get("answered");
  if (answered === null) return null;
  const execution = encodeURIComponent(query.get("execution") ?? "");
  const operation = encodeURIComponent(query.get("operation") ?? "");
  return (
    <p class="notice ok" role="status">
      {answered === "agree" ? words.agreed : words.denied}{" "}
      <a href={`${CONSOLE}/executions/${execution}?operation=${operation}`}>{words.follow}</a>
    </p>
  );
}
