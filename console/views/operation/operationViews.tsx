import { IMPACTS, impactsOf } from "../../../shared/core/impact.ts";
import { allows } from "../../../shared/features/api/authentication/identity.ts";
import { type ListedOperation, listedOperations } from "../../../shared/features/api/contract.ts";
import { RequestError } from "../../../shared/features/api/problem.ts";
import { sayerFor } from "../../../shared/features/api/sayerFor.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { problemsIn } from "../../../shared/platform/jsonSchema.ts";
import { homeIn, nameAt, placeIn } from "../../../shared/platform/place.ts";
import { type Reason, reason } from "../../../shared/platform/reasons/reason.ts";
import { ApiProblem } from "../../apiClient.ts";
import { atPlace, placeAsked } from "../../placeQuery.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { operationName } from "../../words/operationNames.ts";
import { textsOfOperation } from "../../words/textsOfOperation.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { executionAddress } from "../execution/Execution.tsx";
import { changedIn, fieldRowsOf, inputIn, problemsByField, ROW_COUNT_PREFIX } from "./fields.ts";
import type { Filled } from "./filled.ts";
import { formWords } from "./formWords.ts";
import { GoOn, policyNamed } from "./GoOn.tsx";
import { indexWords } from "./indexWords.ts";
import { OperationForm } from "./OperationForm.tsx";
import { OperationIndex } from "./OperationIndex.tsx";
import { type PlannedVerdict, PlanPage } from "./PlanPage.tsx";
import { choicesFor } from "./pickers.ts";
import { presentValues, withPresent } from "./present.ts";
import { saidIn } from "./saidIn.ts";
import { WAITING, waitingIn } from "./waitingForm.ts";

/** An operation: its form, its plan, and its start. */
export const operationViews: View[] = [
  {
    method: "GET",
    path: "/operations",
    section: "listeners",
    async answer({ language }) {
      return { title: wordsIn(indexWords, language).title, page: <OperationIndex language={language} /> };
    },
  },
  {
    method: "GET",
    path: "/operations/:operation",
    section: "listeners",
    async answer(call) {
      const operation = operationIn(call);
      const asked = valuesIn(call.query);
      const about = await aboutListener(call, asked);
      const present = about === undefined ? new Map() : presentValues(operation.name, about);
      return pageOf(call, operation, about, {
        values: withPresent(present, asked),
        problems: new Map(),
        isAbout: true,
      });
    },
  },
  {
    method: "POST",
    path: "/operations/:operation",
    section: "listeners",
    async answer(call) {
      const operation = operationIn(call);
      const values = valuesIn(await call.form());
      const isAbout = values.has("about");
      const about = await aboutListener(call, values);
      const more = values.get("more")?.[0];
      if (more !== undefined) {
        const rows = [String(fieldRowsOf(more, values) + MORE_ROWS)];
        const grown = new Map([...values, [`${ROW_COUNT_PREFIX}${more}`, rows]]);
        return pageOf(call, operation, about, { values: grown, problems: new Map(), isAbout });
      }
      const input = inputIn(changedIn(values, operation.input), operation.input);
      const wrong = problemsIn(input, operation.input);
      if (wrong.length > 0) {
        const words = wordsIn(formWords, call.language);
        const { message } = await sayerFor(call.language);
        // Nobody is shown a pattern.
        const say = (problem: Reason) => (problem.code === "value-malformed" ? words.isShaped : message(problem));
        const problems = problemsByField(wrong, fieldNames(operation, values), say);
        return pageOf(call, operation, about, { values, problems, isAbout }, 422);
      }
      const verdict = await call.api.post<PlannedVerdict>(`/operations/${operation.name}?plan`, input);
      return pageOf(call, operation, about, { values, problems: new Map(), isAbout }, 200, { verdict, input });
    },
  },
  {
    method: "POST",
    path: "/operations/:operation/run",
    section: "listeners",
    async answer({ api, form, path }) {
      const fields = await form();
      const { reason: _, ticket: __, ...planned } = JSON.parse(fields.get("input") ?? "{}") as Record<string, unknown>;
      const input = { ...planned, ...saidIn(fields) };
      const headers = { "idempotency-key": fields.get("key") ?? "" };
      const { execution } = await api.post<{ execution: string }>(`/operations/${path.operation}`, input, headers);
      const waiting = fields.get(WAITING);
      const after = waiting === null ? "" : `?${new URLSearchParams({ [WAITING]: waiting }).toString()}`;
      return { redirect: `${executionAddress({ operation: path.operation ?? "", name: execution })}${after}` };
    },
  },
];

function operationIn({ path }: PageCall): ListedOperation {
  const operation = listedOperations().find(({ name }) => name === path.operation);
  if (operation === undefined)
    throw new RequestError(404, reason("operation-not-found", { operation: path.operation ?? "" }));
  return operation;
}

/** What a form holds; fields that are left empty are not in it. */
function valuesIn(form: URLSearchParams): Map<string, string[]> {
  return new Map(
    [...new Set(form.keys())].flatMap((key) => {
      const texts = form.getAll(key).filter((text) => text.trim() !== "");
      return texts.length === 0 ? [] : [[key, texts] as const];
    }),
  );
}

/** The listener that a form is about; undefined where it has none, or where it cannot be read, which the plan then says. */
async function aboutListener({ api }: PageCall, values: ReadonlyMap<string, string[]>) {
  const listenerId = values.get("listenerId")?.[0];
  if (listenerId === undefined) return undefined;
  const place = placeAsked((name) => values.get(name)?.[0]);
  try {
    return await api.get<ListenerDescription>(`/listeners/${encodeURIComponent(listenerId)}`, {
      probe: "false",
      ...place,
    });
  } catch (error) {
    if (error instanceof ApiProblem) return undefined;
    throw error;
  }
}

const MORE_ROWS = 3;

/** What was planned with which input. */
interface Planned {
  verdict: PlannedVerdict;
  input: Record<string, unknown>;
}

async function pageOf(
  call: PageCall,
  operation: ListedOperation,
  description: ListenerDescription | undefined,
  given: Filled,
  status = 200,
  planned?: Planned,
) {
  const { language, identity } = call;
  const words = wordsIn(formWords, language);
  const { name, impacts } = operation;
  const texts = textsOfOperation(operation, language);
  const listenerId = given.values.get("listenerId")?.[0];
  const names = [...fieldNames(operation, given.values)];
  const about = { operation: name, listenerId: listenerId ?? "", description, values: given.values };
  const filled = { ...given, choices: await choicesFor(call, names, about) };
  const place = placeIn(
    placeAsked((field) => given.values.get(field)?.[0]),
    homeIn(process.env),
  );
  const touches = listenerId === undefined ? {} : { touches: [nameAt(place, listenerId)] };
  const mayRun = allows(identity, "operate", { operation: name, ...touches });
  // What is there already is not made again: the form that waits for it is given it as it is.
  const waiting = planned?.verdict.state === "unchanged" ? waitingIn(given.values.get(WAITING)?.[0]) : undefined;
  const found = waiting === undefined ? undefined : await policyNamed(call, planned?.input ?? {});
  const form = <OperationForm operation={operation} filled={filled} language={language} />;
  const page = (
    <>
      <div class="heading">
        <h1>
          {operationName(name, language)} <code class="faint">{name}</code>
        </h1>
        {listenerId === undefined ? null : (
          <span>
            {words.listener} <a href={atPlace(`${CONSOLE}/listeners/${listenerId}`, place)}>{listenerId}</a>
          </span>
        )}
      </div>
      <div class="what">
        <p lang={texts.language}>{texts.summary}</p>
        <p class="hint">
          <span lang={texts.language}>{words.useWhen(texts.when)}</span>{" "}
          {words.impact(
            ...impactsOf({ impacts }).map((impact) => `${words[impact]}${IMPACTS[impact].asks ? words.asks : ""}`),
          )}
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
            run={{
              action: `${CONSOLE}/operations/${name}/run`,
              fields: {
                input: agreedInput(planned),
                ...(given.values.has(WAITING) ? { [WAITING]: given.values.get(WAITING)?.[0] ?? "" } : {}),
              },
              why: given.values.get("reason")?.[0] ?? "",
              ticket: given.values.get("ticket")?.[0] ?? "",
            }}
          />
          {waiting === undefined || found === undefined ? null : (
            <GoOn waiting={waiting} id={found} language={language} />
          )}
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

/** The input with the plan that was seen: should the resources change before it is carried out, nothing is done. */
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
