import { type FlowFinding, isError } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { reasonText } from "../../shared/platform/reasons/reasonText.ts";
import { placedFinding } from "../flows/findingReason.ts";
import { budgetOf } from "../packageBudget.mjs";
import { settingProblems } from "../settings.ts";
import { fitsVariable } from "../settingText.ts";
import { ACCOUNT } from "./specification.ts";
import type { DeclarationProblem, Specification, Surroundings } from "./surroundings.ts";

/** What no schema can say: names that must be there, sizes, expressions that nobody filled in, secrets. */
export function crossChecks(specification: Specification, surroundings: Surroundings): DeclarationProblem[] {
  const functions = functionsOf(specification);
  return [
    ...componentProblems(specification),
    ...functions.flatMap((one) => functionProblems(one, surroundings)),
    ...duplicates(functions),
    ...destinationProblems(functions),
    ...settingsProblems(functions),
    ...surroundings.roles.flatMap(policyProblems),
    ...surroundings.flows.flatMap((flow) => flowProblems(flow, functions, surroundings)),
    ...textProblems(specification.resources, "resources", surroundings.given ?? []),
  ];
}

interface DeclaredFunction {
  at: string;
  functionName: string;
  code: string;
  handler: string;
  role: string;
  environmentVariables: Record<string, string>;
  asyncInvokeConfig: { destinationConfig?: Record<string, { destination?: string }> };
}

function functionsOf({ resources }: Specification): DeclaredFunction[] {
  return Object.entries(resources)
    .filter(([, { component }]) => component.startsWith("fc3"))
    .map(([name, { props }]) => {
      const declared = (props ?? {}) as Partial<DeclaredFunction>;
      const { functionName = "", code = "", handler = "", role = "" } = declared;
      const { environmentVariables = {}, asyncInvokeConfig = {} } = declared;
      return {
        at: `resources.${name}.props`,
        functionName,
        code,
        handler,
        role,
        environmentVariables,
        asyncInvokeConfig,
      };
    });
}

function componentProblems({ resources }: Specification): DeclarationProblem[] {
  return ["./components/cloudflow", "./components/logs", "./components/roles"].flatMap((wanted) => {
    const count = Object.values(resources).filter(({ component }) => component === wanted).length;
    return count === 1 ? [] : [{ at: "resources", problem: reason("component-count", { count, component: wanted }) }];
  });
}

function functionProblems(
  { at, code, handler, role }: DeclaredFunction,
  { handlerProblem, weightOf, roles }: Surroundings,
): DeclarationProblem[] {
  const problem = handlerProblem(code, handler);
  if (problem !== undefined) return [{ at: `${at}.handler`, problem }];
  const kib = weightOf(code);
  const budget = budgetOf(code.split("/").at(-1) ?? "");
  const heavy = reason("package-too-heavy", { kib: Math.round(kib), budget });
  const roleName = role.replace(/^.*:role\//, "");
  return [
    ...(kib > budget ? [{ at: `${at}.code`, problem: heavy }] : []),
    ...(roles.some(({ name }) => name === roleName)
      ? []
      : [{ at: `${at}.role`, problem: reason("role-not-made-here", { role: roleName }) }]),
  ];
}

/** RAM refuses a policy of more characters, in the middle of a deployment (real-cloud.md FR15). */
const LONGEST_POLICY = 6_144;

function policyProblems({ name, policy }: Surroundings["roles"][number]): DeclarationProblem[] {
  const { length } = JSON.stringify(policy);
  if (length <= LONGEST_POLICY) return [];
  const problem = reason("policy-too-long", { length, most: LONGEST_POLICY });
  return [{ at: `role ${name}`, problem }];
}

function duplicates(functions: DeclaredFunction[]): DeclarationProblem[] {
  const names = functions.map(({ functionName }) => functionName);
  return functions
    .filter(({ functionName }, index) => names.indexOf(functionName) !== index)
    .map(({ at, functionName }) => ({
      at: `${at}.functionName`,
      problem: reason("function-declared-twice", { name: functionName }),
    }));
}

/** What failed for good goes nowhere when the function that it is sent to is not there. */
function destinationProblems(functions: DeclaredFunction[]): DeclarationProblem[] {
  return functions.flatMap(({ at, asyncInvokeConfig: { destinationConfig = {} } }) =>
    Object.entries(destinationConfig).flatMap(([outcome, { destination = "" }]) => {
      const name = destination.replace(/^.*:functions\//, "");
      if (functions.some(({ functionName }) => functionName === name)) return [];
      const where = `${at}.asyncInvokeConfig.destinationConfig.${outcome}`;
      return [{ at: where, problem: reason("destination-not-declared", { name }) }];
    }),
  );
}

/** Settings that make no sense, read as their functions read them, and what no function's environment can hold. */
function settingsProblems(functions: DeclaredFunction[]): DeclarationProblem[] {
  const reported = new Set<string>();
  return functions.flatMap(({ at, environmentVariables }) => {
    return [
      ...settingProblems(environmentVariables).map(({ problem }) => problem.reason),
      ...unfitFor(environmentVariables),
    ]
      .filter((problem) => !reported.has(reasonText(problem)) && reported.add(reasonText(problem)))
      .map((problem) => ({ at: `${at}.environmentVariables`, problem }));
  });
}

/** All variables of a function together have at most 4 KB, each of printable ASCII (functionCompute.md §3). */
function unfitFor(variables: Record<string, string>): Reason[] {
  const odd = Object.keys(variables).filter((name) => !fitsVariable(variables[name] ?? ""));
  const bytes = Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  return [
    ...odd.map((variable) => reason("variable-not-ascii", { variable })),
    ...(bytes > MOST_BYTES ? [reason("variables-too-long", { bytes, most: MOST_BYTES })] : []),
  ];
}

const MOST_BYTES = 4_096;

function flowProblems(
  { name, definition, tasks }: FlowText,
  functions: DeclaredFunction[],
  { flows }: Surroundings,
): DeclarationProblem[] {
  const at = `flow ${name}`;
  const wrong = wrongIn(definition);
  if (wrong.length > 0) return wrong.map((finding) => ({ at, problem: placedFinding(finding) }));
  return tasks.flatMap(({ Action, Parameters: { resourceArn = "" } = {} }) => {
    const [, kind = "", target = ""] = /:(functions|flow)\/([^/]+)/.exec(resourceArn) ?? [];
    const known: Record<string, string[]> = {
      functions: functions.map(({ functionName }) => functionName),
      flow: flows.map((flow) => flow.name),
    };
    if (known[kind]?.includes(target) ?? true) return [];
    return [{ at, problem: reason("target-not-declared", { action: Action, target }) }];
  });
}

type FlowText = Surroundings["flows"][number];

/** A definition in which nothing was wrong is not read again: a command checks it before it deploys it, and examines it after that. */
function wrongIn(definition: string): FlowFinding[] {
  if (right.has(definition)) return [];
  const wrong = readFlow(definition).findings.filter(isError);
  if (right.size >= MOST_DEFINITIONS) right.clear();
  if (wrong.length === 0) right.add(definition);
  return wrong;
}

const right = new Set<string>();
const MOST_DEFINITIONS = 200;

/** Expressions that nobody filled in, and texts that look like keys. Outputs of resources are filled in while deploying. */
function textProblems(value: unknown, at: string, given: (string | undefined)[]): DeclarationProblem[] {
  if (typeof value === "string") {
    // What whoever deploys has given is in no file, and stays as they wrote it.
    if (given.includes(value) || at.endsWith(KEY_IDS)) return [];
    const open = /\$\{(?!resources\.\w+\.output\.)[^}]*\}/.exec(value.replaceAll(ACCOUNT, ""));
    return [
      ...(open === null ? [] : [{ at, problem: reason("expression-not-filled-in", { expression: open[0] }) }]),
      ...(SECRET.test(value) ? [{ at, problem: reason("secret-by-its-looks") }] : []),
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isGiven = typeof inner === "string" && given.includes(inner);
    const secretKey = SECRET_KEY.test(key) && typeof inner === "string" && inner !== "" && !isGiven;
    const said = secretKey ? [{ at: `${at}.${key}`, problem: reason("secret-by-its-name") }] : [];
    return [...said, ...textProblems(inner, `${at}.${key}`, given)];
  });
}

/** Ids of keys are no secrets, and machines are known by theirs. */
const KEY_IDS = ".ALBFLOW_MACHINES";

/** Access key ids, private keys, tokens of three parts. */
const SECRET = /\bLTAI[0-9A-Za-z]{12,}|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{10,}\.[\w-]{10,}\./;
const SECRET_KEY = /(?:SECRET|PASSWORD|PRIVATE_?KEY|ACCESS_?KEY)$/i;
