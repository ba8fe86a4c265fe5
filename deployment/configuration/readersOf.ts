import { functions } from "../../functions/registry.ts";
import { ELSEWHERE, OF_ALL } from "../specification/specificationOf.ts";
import { VARIABLES } from "./variables.ts";

/** Who reads a field of albflow.yaml, by its path: functions, or what makes and calls them. */
export function readersOf(path: string): string[] {
  const variables = Object.entries(VARIABLES).flatMap(([variable, from]) => (from === path ? [variable] : []));
  if (path === "domain.name") variables.push("ALBFLOW_API_URL");
  if (variables.some((variable) => OF_ALL.includes(variable))) return ["every function"];
  const readers = functions
    .filter(
      ({ environment = {}, elsewhere }) =>
        variables.some((variable) => variable in environment) ||
        (elsewhere === true && variables.some((variable) => ELSEWHERE.includes(variable))),
    )
    .map(({ name }) => name);
  return readers.length > 0 ? readers : (OTHERS.find(([begin]) => path.startsWith(begin))?.[1] ?? []);
}

/** What no function reads is for the deployment itself. */
const OTHERS: [begin: string, readers: string[]][] = [
  ["logs.", ["the component `logs`"]],
  ["remediation.", ["the triggers of remediate"]],
  ["network", ["the function `probe` in that VPC", "the functions that look at listeners"]],
  ["domain.", ["the function api"]],
  ["targets.", ["the deployment"]],
  ["regions", ["the deployment"]],
  ["region", ["the deployment", "the command line"]],
  ["account", ["the deployment", "the command line"]],
  ["language", ["the command line"]],
  ["access", ["the deployment"]],
  ["stages", ["the deployment"]],
];
