import { IMPACTS, impactsOf } from "../../../shared/core/impact.ts";
import { allows } from "../../../shared/features/api/authentication/identity.ts";
import { type ListedOperation, listedOperations } from "../../../shared/features/api/contract.ts";
import { RequestError } from "../../../shared/features/api/problem.ts";
import { problemsIn } from "../../../shared/platform/jsonSchema.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/words.ts";
import { executionAddress } from "../execution/Execution.tsx";
import { choicesAnswer } from "./choices.tsx";
import { inputIn, problemsByField, valuesOf } from "./fields.ts";
import type { Filled } from "./filled.ts";
import { formWords } from "./formWords.ts";
import { OperationForm } from "./OperationForm.tsx";
import { type PlannedVerdict, PlanPage } from "./PlanPage.tsx";

/** An operation: its form, its plan, and its start. */
export const operationViews: View[] = [
  {
    method: "GET",
    path: "/operations/:operation",
    section: "listeners",
    async answer(call) {
      const operation = operationIn(call);
      const values = new Map([...new Set(call.query.keys())].map((key) => [key, call.query.getAll(key)]));
      return pageOf(call, operation, { values, problems: new Map() });
    },
  },
  {
    method: "POST",
    path: "/operations/:operation",
    section: "listeners",
    async answer(call) {
      const operation = operationIn(call);
      const form = await call.form();
      const values = new Map(
        [...new Set(form.keys())].map((key) => [key, form.getAll(key).filter((text) => text.trim() !== "")] as const),
      );
      const input = inputIn(values, operation.input);
      const wrong = problemsIn(input, operation.input);
      if (wrong.length > 0) {
        return pageOf(
          call,
          operation,
          { values, problems: problemsByField(wrong, fieldNames(operation, values)) },
          422,
        );
      }
      const verdict = await call.api.post<PlannedVerdict>(`/operations/${operation.name}?plan`, input);
      return pageOf(call, operation, { values: valuesOf(input), problems: new Map() }, 200, { verdict, input });
    },
  },
  {
    method: "POST",
    path: "/operations/:operation/run",
    section: "listeners",
    async answer({ api, form, path }) {
      const fields = await form();
      const input = JSON.parse(fields.get("input") ?? "{}") as object;
      const headers = { "idempotency-key": fields.get("key") ?? "" };
      const { execution } = await api.post<{ execution: string }>(`/operations/${path.operation}`, input, headers);
      return { redirect: executionAddress({ operation: path.operation ?? "", name: execution }) };
    },
  },
  { method: "GET", path: "/operations/:operation/choices", isFragment: true, answer: choicesAnswer },
];

function operationIn({ path }: PageCall): ListedOperation {
  const operation = listedOperations().find(({ name }) => name === path.operation);
  if (operation === undefined) throw new RequestError(404, `There is no operation ${path.operation}`);
  return operation;
}

/** What was planned with which input. */
interface Planned {
  verdict: PlannedVerdict;
  input: Record<string, unknown>;
}

function pageOf(call: PageCall, operation: ListedOperation, filled: Filled, status = 200, planned?: Planned) {
  const { language, identity } = call;
  const words = wordsIn(formWords, language);
  const { name, summary, when, impacts } = operation;
  const listenerId = filled.values.get("listenerId")?.[0];
  const mayRun = allows(identity, "operate", { operation: name, ...(listenerId ? { touches: [listenerId] } : {}) });
  const form = <OperationForm operation={operation} filled={filled} language={language} />;
  const page = (
    <>
      <div class="heading">
        <h1>
          {operationName(name, language)} <code class="faint">{name}</code>
        </h1>
        {listenerId === undefined ? null : (
          <span>
            {words.listener} <a href={`${CONSOLE}/listeners/${listenerId}`}>{listenerId}</a>
          </span>
        )}
      </div>
      <div class="what" lang="en">
        <p>{summary}</p>
        <p class="hint">
          {words.useWhen} {when}. {words.impact}{" "}
          {impactsOf({ impacts })
            .map((impact) => `${words[impact]}${IMPACTS[impact].asks ? words.asks : ""}`)
            .join("; ")}
          .
        </p>
      </div>
      {mayRun ? null : <p class="notice warn">{words.mayOnlyView}</p>}
      {planned === undefined ? (
        form
      ) : (
        <>
          <PlanPage
            verdict={planned.verdict}
            operation={name}
            {...(listenerId === undefined ? {} : { listenerId })}
            language={language}
            identity={identity}
            run={{ action: `${CONSOLE}/operations/${name}/run`, fields: { input: agreedInput(planned) } }}
          />
          <details class="again">
            <summary>{words.change}</summary>
            {form}
          </details>
        </>
      )}
    </>
  );
  return { title: name, page, status };
}

/** The input with the plan that was seen: should the world change before it is carried out, nothing is done. */
function agreedInput({ verdict, input }: Planned): string {
  return JSON.stringify(verdict.plan === null ? input : { ...input, plan: verdict.plan.hash });
}

/** The names of the fields that a form has, so that problems can stand beside them. */
function fieldNames({ input }: ListedOperation, values: ReadonlyMap<string, string[]>): string[] {
  const within = (schema: typeof input, prefix: string): string[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
      inner.type === "object" ? within(inner, `${prefix}${key}.`) : [`${prefix}${key}`],
    );
  const rows = [...values.keys()].filter((key) => /\.\d+\./.test(key));
  return [...rows, ...within(input, "")];
}
