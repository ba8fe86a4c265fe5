import { sayerFor } from "../../../shared/features/api/sayerFor.ts";
import { problemsIn } from "../../../shared/platform/jsonSchema.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { inputIn, problemsByField } from "../operation/fields.ts";
import type { Filled } from "../operation/filled.ts";
import { OperationForm } from "../operation/OperationForm.tsx";
import { choicesFor } from "../operation/pickers.ts";
import { saidIn } from "../operation/saidIn.ts";
import { planPage } from "./bulkPlan.tsx";
import { bulkProgressOf, runPage } from "./bulkRunPage.tsx";
import { bulkWords } from "./bulkWords.ts";
import { askedIn, keptIn, LIMITS, limitsIn, selectedIn, selectionIn } from "./selection.ts";

/** One operation for many listeners: its form, the plan of each, and the run. */
export const bulkViews: View[] = [
  { method: "GET", path: "/bulk/new", section: "listeners", answer: (call) => formPage(call, call.query) },
  {
    method: "POST",
    path: "/bulk/new",
    section: "listeners",
    async answer(call) {
      const fields = await call.form();
      const { operation, values } = askedIn(fields);
      const input = inputIn(values, operation.input);
      const wrong = problemsIn(input, operation.input);
      if (wrong.length > 0) {
        const { message } = await sayerFor(call.language);
        return formPage(call, fields, problemsByField(wrong, Object.keys(operation.input.properties ?? {}), message));
      }
      return planPage(call, { ...selectionIn(fields), operation: operation.name, input, ...limitsIn(fields) });
    },
  },
  {
    method: "POST",
    path: "/bulk/run",
    section: "listeners",
    async answer({ api, form }) {
      const fields = await form();
      const body = { ...(JSON.parse(fields.get("body") ?? "{}") as object), ...saidIn(fields) };
      const { bulk } = await api.post<{ bulk: string }>("/bulk", body, { "idempotency-key": fields.get("key") ?? "" });
      return { redirect: `${CONSOLE}/bulk/${bulk}` };
    },
  },
  { method: "GET", path: "/bulk/:name", section: "executions", answer: runPage },
  {
    method: "GET",
    path: "/bulk/:name/progress",
    section: "executions",
    isFragment: true,
    answer: async (call) => ({ fragment: (await bulkProgressOf(call)).content }),
  },
  {
    method: "POST",
    path: "/bulk/:name/stop",
    section: "executions",
    async answer({ api, form, path }) {
      const { name = "" } = path;
      await api.post(`/bulk/${encodeURIComponent(name)}/stop`, { reason: (await form()).get("why") ?? "" });
      return { redirect: `${CONSOLE}/bulk/${encodeURIComponent(name)}` };
    },
  },
];

async function formPage(call: PageCall, fields: URLSearchParams, problems: Filled["problems"] = new Map()) {
  const { language } = call;
  const words = wordsIn(bulkWords, language);
  const { operation, values } = askedIn(fields);
  const [targets, certificates] = [selectedIn(fields, "target"), selectedIn(fields, "certificate")];
  const title = operationName(operation.name, language);
  const about = {
    operation: operation.name,
    listenerId: targets[0]?.split(" ")[0] ?? "",
    description: undefined,
    values,
  };
  const names = Object.keys(operation.input.properties ?? {});
  const filled = { values, problems, choices: await choicesFor(call, names, about) };
  const page = (
    <>
      <div class="heading">
        <h1>
          {title}
          {certificates.length > 0 ? words.onCertificates(certificates.length) : words.onListeners(targets.length)}
        </h1>
      </div>
      {targets.length + certificates.length === 0 ? (
        <p class="notice warn">{words.nothing}</p>
      ) : (
        <OperationForm operation={operation} filled={filled} language={language} action={`${CONSOLE}/bulk/new`}>
          {keptIn(fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          {(["atOnce", "errorBudget"] as const).map((name) => (
            <div class="field">
              <label for={name}>{words[name]}</label>
              <input id={name} name={name} type="number" min={1} max={10} value={fields.get(name) ?? LIMITS[name]} />
            </div>
          ))}
        </OperationForm>
      )}
    </>
  );
  return { title, page, status: problems.size === 0 ? 200 : 422 };
}
