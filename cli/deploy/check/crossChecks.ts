import { packageBudget } from "../../../build/packageBudget.mjs";
import { describeFinding, isError } from "../../../local/cloudflow/interpreter/definition/finding.ts";
import { readFlow } from "../../../local/cloudflow/interpreter/definition/readFlow.ts";
import { tasksIn } from "../tasksIn.ts";
import type { Problem, Specification, Surroundings } from "./checkDeployment.ts";
import { ACCOUNT } from "./specification.ts";

/** What no schema can say: names that must be there, sizes, expressions that nobody filled in, secrets. */
export function crossChecks(specification: Specification, surroundings: Surroundings): Problem[] {
  const functions = functionsOf(specification);
  return [
    ...componentProblems(specification),
    ...functions.flatMap((one) => functionProblems(one, surroundings)),
    ...duplicates(functions),
    ...surroundings.flows.flatMap((flow) => flowProblems(flow, functions, surroundings)),
    ...textProblems(specification.resources, "resources"),
  ];
}

interface DeclaredFunction {
  at: string;
  functionName: string;
  code: string;
  handler: string;
  role: string;
}

function functionsOf({ resources }: Specification): DeclaredFunction[] {
  return Object.entries(resources)
    .filter(([, { component }]) => component.startsWith("fc3"))
    .map(([name, { props }]) => {
      const { functionName = "", code = "", handler = "", role = "" } = (props ?? {}) as Partial<DeclaredFunction>;
      return { at: `resources.${name}.props`, functionName, code, handler, role };
    });
}

function componentProblems({ resources }: Specification): Problem[] {
  return ["./components/cloudflow", "./components/roles"].flatMap((wanted) => {
    const count = Object.values(resources).filter(({ component }) => component === wanted).length;
    return count === 1
      ? []
      : [{ at: "resources", problem: `${count} resources have the component ${wanted}; one must` }];
  });
}

function functionProblems(
  { at, code, handler, role }: DeclaredFunction,
  { handlerProblem, weightOf, roles }: Surroundings,
): Problem[] {
  const problem = handlerProblem(code, handler);
  if (problem !== undefined) return [{ at: `${at}.handler`, problem }];
  const kib = weightOf(code);
  const heavy = `weighs ${kib.toFixed(0)} KiB zipped; ${packageBudget} are the budget`;
  const roleName = role.replace(/^.*:role\//, "");
  return [
    ...(kib > packageBudget ? [{ at: `${at}.code`, problem: heavy }] : []),
    ...(roles.includes(roleName) ? [] : [{ at: `${at}.role`, problem: `nothing makes the role ${roleName}` }]),
  ];
}

function duplicates(functions: DeclaredFunction[]): Problem[] {
  const names = functions.map(({ functionName }) => functionName);
  return functions
    .filter(({ functionName }, index) => names.indexOf(functionName) !== index)
    .map(({ at, functionName }) => ({ at: `${at}.functionName`, problem: `${functionName} is declared twice` }));
}

function flowProblems(
  { name, definition }: FlowText,
  functions: DeclaredFunction[],
  { flows }: Surroundings,
): Problem[] {
  const at = `flow ${name}`;
  const wrong = readFlow(definition).findings.filter(isError);
  if (wrong.length > 0) return wrong.map((finding) => ({ at, problem: describeFinding(finding) }));
  return tasksIn(definition).flatMap(({ Action, Parameters: { resourceArn = "" } = {} }) => {
    const [, kind = "", target = ""] = /:(functions|flow)\/([^/]+)/.exec(resourceArn) ?? [];
    const known: Record<string, string[]> = {
      functions: functions.map(({ functionName }) => functionName),
      flow: flows.map((flow) => flow.name),
    };
    if (known[kind]?.includes(target) ?? true) return [];
    return [{ at, problem: `${Action} names ${target}, which is not declared` }];
  });
}

type FlowText = Surroundings["flows"][number];

/** Expressions that nobody filled in, and texts that look like keys. Outputs of resources are filled in while deploying. */
function textProblems(value: unknown, at: string): Problem[] {
  if (typeof value === "string") {
    const open = /\$\{(?!resources\.\w+\.output\.)[^}]*\}/.exec(value.replaceAll(ACCOUNT, ""));
    return [
      ...(open === null ? [] : [{ at, problem: `${open[0]} is not filled in` }]),
      ...(SECRET.test(value) ? [{ at, problem: "looks like a secret; give the function's role what it needs" }] : []),
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    // What whoever deploys has set in their own environment is in no file.
    const secretKey = SECRET_KEY.test(key) && typeof inner === "string" && inner !== "" && process.env[key] !== inner;
    const said = secretKey ? [{ at: `${at}.${key}`, problem: "is named like a secret, and has a value" }] : [];
    return [...said, ...textProblems(inner, `${at}.${key}`)];
  });
}

/** Access key ids, private keys, tokens of three parts. */
const SECRET = /\bLTAI[0-9A-Za-z]{12,}|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{10,}\.[\w-]{10,}\./;
const SECRET_KEY = /(?:SECRET|PASSWORD|PRIVATE_?KEY|ACCESS_?KEY)$/i;
