import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { type PlannedVerdict, PlanPage } from "../operation/PlanPage.tsx";
import { saidIn } from "../operation/saidIn.ts";
import { Execution, executionAddress } from "./Execution.tsx";
import type { ExecutionView } from "./executionView.ts";
import { executionWords } from "./executionWords.ts";
import { liveAnswer, shownBy } from "./liveAnswer.tsx";
import { addressInApi, readExecution } from "./readExecution.ts";
import { undoWords } from "./undoWords.ts";

const PATH = "/executions/:operation/:name";

/** An execution: its page, what keeps the page up to date, and what may be done about it. */
export const executionViews: View[] = [
  {
    method: "GET",
    path: "/executions/:name",
    section: "executions",
    // Whoever has a name alone, as links to the API have it, is led to the page.
    async answer({ api, path, query }) {
      const operation = query.get("operation") ?? undefined;
      const view = await api.get<ExecutionView>(`/executions/${encodeURIComponent(path.name ?? "")}`, { operation });
      return { redirect: executionAddress(view) };
    },
  },
  {
    method: "GET",
    path: PATH,
    section: "executions",
    async answer(call) {
      const { language, identity, now } = call;
      const view = await readExecution(call);
      return {
        title: wordsIn(executionWords, language).title(view.operation),
        page: (
          <Execution view={view} identity={identity} language={language} now={now} {...(await shownBy(call, view))} />
        ),
      };
    },
  },
  { method: "GET", path: `${PATH}/live`, answer: liveAnswer },
  {
    method: "POST",
    path: `${PATH}/stop`,
    section: "executions",
    async answer(call) {
      const form = await call.form();
      const order = { reason: (form.get("reason") ?? "").trim(), leave: form.get("mode") === "leave" };
      await call.api.post(`${addressInApi(call)}/stop?${ofOperation(call)}`, order);
      return { redirect: pageOf(call) };
    },
  },
  {
    method: "GET",
    path: `${PATH}/undo`,
    section: "executions",
    async answer(call) {
      const { language, identity, path } = call;
      const words = wordsIn(undoWords, language);
      const verdict = await call.api.post<PlannedVerdict>(`${addressInApi(call)}/undo?plan&${ofOperation(call)}`);
      const { operation = "", name = "" } = path;
      return {
        title: words.title,
        page: (
          <>
            <div class="heading">
              <h1>{words.title}</h1>
              <a href={executionAddress({ operation, name })}>{name}</a>
            </div>
            <PlanPage
              verdict={verdict}
              operation={operation}
              language={language}
              identity={identity}
              run={{ action: `${pageOf(call)}/undo`, fields: {}, why: "", ticket: "" }}
            />
          </>
        ),
      };
    },
  },
  {
    method: "POST",
    path: `${PATH}/undo`,
    section: "executions",
    async answer(call) {
      const form = await call.form();
      const key = form.get("key") ?? "";
      const { operation = "" } = call.path;
      const headers = { "idempotency-key": key };
      const address = `${addressInApi(call)}/undo?${ofOperation(call)}`;
      const { execution } = await call.api.post<{ execution: string }>(address, saidIn(form), headers);
      return { redirect: executionAddress({ operation, name: execution }) };
    },
  },
];

function ofOperation({ path }: PageCall): string {
  return new URLSearchParams({ operation: path.operation ?? "" }).toString();
}

function pageOf({ path }: PageCall): string {
  return `${CONSOLE}/executions/${path.operation}/${path.name}`;
}
