import { isMap, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { problemsOfIssues } from "../../shared/platform/reasons/inputProblems.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { settingProblems } from "../settings.ts";
import { asVariable, fitsVariable } from "../settingText.ts";
import { configurationSchema, type Settings, settingsSchema } from "./schema.ts";
import { readableSecrets } from "./secrets.ts";
import { VARIABLES, variablesOf } from "./variables.ts";

/** What albflow.yaml says: its stages by name, each with all of its settings. */
export interface Configuration {
  stages: Map<string, Settings>;
}

type Path = PropertyKey[];

interface Problem {
  path: Path;
  problem: Reason;
}

/**
 * Reads albflow.yaml. Throws `AlbflowError` InvalidInput (`configuration-invalid`) with everything that is wrong, each with
 * line, column and path, in the order of the text. `file` is its name, for that; `environment` holds secrets that it names,
 * which are checked where they are there.
 */
export function readConfiguration(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const refuse = (problems: { offset: number; path: string; problem: Reason }[]) => {
    const found = problems.map(({ offset, path, problem }) => {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(line, 1), column: Math.max(col, 1), path, problem };
    });
    found.sort((one, other) => one.line - other.line || one.column - other.column);
    return new AlbflowError("InvalidInput", reason("configuration-invalid", { file, problems: found }));
  };
  if (document.errors.length > 0) {
    throw refuse(
      document.errors.map(({ code, message, pos }) => ({
        offset: pos[0],
        path: "",
        problem: code === "MULTIPLE_DOCS" ? reason("several-documents") : reason("text", { text: message }),
      })),
    );
  }
  const written: unknown = document.toJS() ?? {};
  const { problems, stages } = checked(written, environment);
  if (problems.length === 0) return { stages };
  const root = document.contents;
  throw refuse(problems.map(({ path, problem }) => ({ offset: offsetOf(root, path), path: path.join("."), problem })));
}

function checked(written: unknown, environment: Readonly<Record<string, string | undefined>>) {
  const problems = new Map<string, Problem>();
  const add = ({ path, problem }: Problem) => {
    const key = JSON.stringify([path, problem]);
    if (!problems.has(key)) problems.set(key, { path, problem });
  };
  const stages = new Map<string, Settings>();
  const whole = configurationSchema.safeParse(written);
  for (const one of whole.success ? [] : whole.error.issues.flatMap((issue) => problemsOf(issue, written))) add(one);
  const isObject = isPlain(written);
  const { stages: named, ...common } = isObject ? written : {};
  for (const one of isObject ? expressionsIn(written) : []) add(one);
  if (isPlain(named) && Object.keys(named).length === 0) add({ path: ["stages"], problem: reason("stages-empty") });
  for (const [stage, different] of Object.entries(isPlain(named) ? named : { prod: {} })) {
    const merged = merge(common, isPlain(different) ? different : {});
    /** Where a field of the stage stands: in the stage itself, else above. */
    const place = (path: Path): Path =>
      hasPath(different, path) ||
      (path.length > 1 && !hasPath(common, path.slice(0, -1)) && hasPath(different, path.slice(0, -1)))
        ? ["stages", stage, ...path]
        : path;
    const parsed = settingsSchema.safeParse(merged);
    if (parsed.success) {
      const settings = withPrefix(parsed.data, stage);
      for (const { path, problem } of sharedNames(settings, stages)) add({ path: place(path), problem });
      stages.set(stage, settings);
      for (const { path, problem } of meaningless(settings, environment)) add({ path: place(path), problem });
    } else {
      for (const issue of parsed.error.issues)
        for (const { path, problem } of problemsOf(issue, merged)) add({ path: place(path), problem });
    }
  }
  return { problems: [...problems.values()], stages };
}

/** A stage that says nothing of its prefix has one by which it can be told from others. */
function withPrefix(settings: Settings, stage: string): Settings {
  const { prefix = stage === "prod" ? "albflow" : `albflow-${stage}` } = settings.names;
  return { ...settings, names: { ...settings.names, prefix } };
}

/** What no schema can say: what the functions' own readers make of the settings, and what excludes each other. */
function meaningless(settings: Settings, environment: Readonly<Record<string, string | undefined>>): Problem[] {
  const variables = readableSecrets(variablesOf(settings), environment);
  const found = settingProblems(variables).map(({ names, problem }): Problem => {
    const { name, expected, keyId } = problem.reason.params as { name?: string; expected?: Reason; keyId?: string };
    const variable = name ?? names.find((one) => variables[one] !== undefined && pathOf(one).length > 0) ?? "";
    // A reason names a key by its beginning.
    const [key] = Object.keys(settings.callers.machines ?? {}).filter((one) => keyId === `${one.slice(0, 8)}…`);
    const path =
      keyId === undefined ? pathOf(variable) : [...pathOf("ALBFLOW_MACHINES"), ...(key === undefined ? [] : [key])];
    return { path, problem: expected === undefined ? problem.reason : reason("must-be", { expected }) };
  });
  const { callers } = settings;
  const both = callers.people !== undefined && callers.machines !== undefined;
  return [
    ...found,
    ...unheld(variables),
    ...repeatedVpcs(settings),
    ...repeatedVSwitches(settings),
    ...repeatedTargets(settings),
    ...(both ? [{ path: ["callers", "machines"], problem: reason("callers-exclude-each-other") }] : []),
  ];
}

/** The field that a variable comes from. */
function pathOf(variable: string): Path {
  return (VARIABLES as Record<string, string>)[variable]?.split(".") ?? [];
}

/** What no function's environment can hold, which a deployment would find only after it has begun. */
function unheld(variables: Readonly<Record<string, string | undefined>>): Problem[] {
  return Object.entries(variables).flatMap(([variable, value = ""]) =>
    fitsVariable(asVariable(value)) ? [] : [{ path: pathOf(variable), problem: reason("not-ascii") }],
  );
}

/** Two stages of one account with the same prefix would be one: what is deployed last takes the functions and roles of the other. */
function sharedNames({ account, names }: Settings, others: Map<string, Settings>): Problem[] {
  const [stage] =
    [...others].find(([, other]) => other.account === account && other.names.prefix === names.prefix) ?? [];
  if (stage === undefined) return [];
  const problem = reason("prefix-of-other-stage", { prefix: names.prefix ?? "", stage });
  return [{ path: ["names", "prefix"], problem }];
}

/** An account is operated once: given twice, nobody knows in which regions, and whether albflow only looks there. */
function repeatedTargets({ account: own, targets = [] }: Settings): Problem[] {
  return targets.flatMap(({ account }, index) => {
    const first = targets.findIndex((one) => one.account === account);
    const at = (problem: Reason): Problem[] => [{ path: ["targets", index, "account"], problem }];
    if (account === own) return at(reason("target-is-home", { account }));
    return first === index ? [] : at(reason("target-given-twice", { account, first: `targets.${first}` }));
  });
}

/** Each VPC has one function, which is named after it: given twice, nobody knows with which vSwitches it shall stand there. */
function repeatedVpcs({ network }: Settings): Problem[] {
  return network.flatMap(({ vpcId }, index) => {
    const first = network.findIndex((one) => one.vpcId === vpcId);
    if (first === index) return [];
    return [
      { path: ["network", index, "vpcId"], problem: reason("vpc-given-twice", { vpcId, first: `network.${first}` }) },
    ];
  });
}

/** A vSwitch is in one VPC: given twice, one of the two was meant to be another. A repeated VPC is told as that. */
function repeatedVSwitches({ network }: Settings): Problem[] {
  const places = network.flatMap(({ vpcId, vSwitchIds }, index) =>
    network.findIndex((one) => one.vpcId === vpcId) < index
      ? []
      : vSwitchIds.map((vSwitchId, at) => ({ vSwitchId, path: ["network", index, "vSwitchIds", at] })),
  );
  return places.flatMap(({ vSwitchId, path }, index) => {
    const first = places.findIndex((one) => one.vSwitchId === vSwitchId);
    if (first === index) return [];
    const where = (places[first]?.path ?? []).join(".");
    return [{ path, problem: reason("vswitch-given-twice", { vSwitchId, first: where }) }];
  });
}

function problemsOf(issue: z.core.$ZodIssue, written: unknown): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], problem: reason("field-unknown") }));
  }
  if (issue.code === "invalid_key")
    return issue.issues.flatMap((inner) => ({ path: issue.path, problem: firstProblem(inner, written) }));
  const isMissing = issue.path.length > 0 && !hasPath(written, issue.path);
  return [{ path: issue.path, problem: isMissing ? reason("field-missing") : firstProblem(issue, written) }];
}

function firstProblem(issue: z.core.$ZodIssue, written: unknown): Reason {
  return problemsOfIssues([issue], written)[0]?.problem ?? reason("value-unfit");
}

/** Serverless Devs would take these for something to fill in. */
function expressionsIn(value: unknown, path: Path = []): Problem[] {
  if (typeof value === "string") {
    return value.includes("${") ? [{ path, problem: reason("expression-in-configuration") }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    expressionsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Fields of `different` take the place of those of `common`; lists are replaced whole. */
function merge(common: Record<string, unknown>, different: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...common };
  for (const [name, value] of Object.entries(different)) {
    const before = common[name];
    merged[name] = isPlain(before) && isPlain(value) ? merge(before, value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasPath(value: unknown, path: Path): boolean {
  let inner = value;
  for (const name of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, name)) return false;
    inner = (inner as Record<PropertyKey, unknown>)[name];
  }
  return true;
}

/** Where a field stands: its name, a member of a list, or as far as there is something on the way to it. */
function offsetOf(root: Node | null, path: Path): number {
  let offset = root?.range?.[0] ?? 0;
  let node: Node | null = root;
  for (const name of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(key) === String(name));
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else {
      const member = (node as { items?: Node[] } | null)?.items?.[Number(name)];
      if (member === undefined) return offset;
      offset = member.range?.[0] ?? offset;
      node = member;
    }
  }
  return offset;
}
