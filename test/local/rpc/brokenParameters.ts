import type { ActionApi, ParameterApi } from "../../../local/rpc/api.ts";

/** A call that breaks one rule of the parameter table. */
interface BrokenCall {
  /** `ListenerPort is above 65535`. */
  what: string;
  flat: Record<string, string>;
  code: string;
}

/** Every call that lacks one required parameter of a valid one. */
export function withoutRequired(api: ActionApi, valid: Record<string, string>): BrokenCall[] {
  return (
    api.parameters
      // An item of a list is not missing: the list is shorter.
      .filter((parameter) => parameter.required && !parameter.name.endsWith(".N"))
      .flatMap((parameter) => pathsOf(parameter.name, valid).map((path) => ({ parameter, path })))
      .filter(({ path }) => Object.keys(valid).some((name) => isWithin(name, path)))
      .map(({ path }) => {
        const flat = Object.fromEntries(Object.entries(valid).filter(([name]) => !isWithin(name, path)));
        return { what: `${path} is missing`, flat, code: `Missing${firstMissing(path, flat)}` };
      })
  );
}

/** Every call that goes beyond one limit by one, or breaks a type, pattern or enumeration. */
export function beyondLimits(api: ActionApi, valid: Record<string, string>): BrokenCall[] {
  return api.parameters.flatMap((parameter) => {
    const path = pathsOf(parameter.name, valid)[0] ?? parameter.name.replaceAll(".N", ".1");
    return violations(parameter, path).map(({ what, set }) => {
      const kept = Object.entries(valid).filter(([name]) => !isWithin(name, path));
      return { what: `${path} ${what}`, flat: { ...Object.fromEntries(kept), ...set }, code: "InvalidParameter" };
    });
  });
}

/** What a broken list or object cannot help to lack comes first: `Servers` before `Servers.1.ServerType`. */
function firstMissing(path: string, flat: Record<string, string>): string {
  const steps = path.split(".");
  const parents = steps.map((_, index) => steps.slice(0, index + 1).join("."));
  const gone = parents.find((parent) => !Object.keys(flat).some((name) => isWithin(name, parent)));
  return gone?.replace(/\.\d+$/, "") ?? path;
}

function violations(parameter: ParameterApi, path: string): { what: string; set: Record<string, string> }[] {
  const one = (what: string, value: string) => ({ what, set: { [path]: value } });
  const list = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${path}.${index + 1}`, "x"]));
  const { type, minimum, maximum, minLength = 0, maxLength, maxItems, pattern } = parameter;
  return [
    ...(type === "integer" ? [one("is no number", "many")] : []),
    ...(type === "boolean" ? [one("is no truth value", "perhaps")] : []),
    ...(minimum === undefined ? [] : [one(`is below ${minimum}`, String(minimum - 1))]),
    ...(maximum === undefined ? [] : [one(`is above ${maximum}`, String(maximum + 1))]),
    ...(minLength > 1 ? [one(`is shorter than ${minLength}`, "x".repeat(minLength - 1))] : []),
    ...(maxLength === undefined ? [] : [one(`is longer than ${maxLength}`, "x".repeat(maxLength + 1))]),
    ...(parameter.enum === undefined ? [] : [one("is none of the list", "Nonsense")]),
    ...(pattern === undefined ? [] : [one("breaks the pattern", "%%%%")]),
    ...(maxItems === undefined || maxItems > 200
      ? []
      : [{ what: `has more than ${maxItems}`, set: list(maxItems + 1) }]),
    ...(type === "array" || type === "object" ? [one("is a mere text", "text")] : []),
  ];
}

/** The places in a call where a name of the table stands. */
function pathsOf(name: string, valid: Record<string, string>): string[] {
  const pattern = new RegExp(`^${name.replaceAll(".", "\\.").replace(/(^|\.)N(?=\\|$)/g, "$1\\d+")}(?=\\.|$)`);
  return [...new Set(Object.keys(valid).flatMap((sent) => pattern.exec(sent)?.[0] ?? []))];
}

function isWithin(name: string, path: string): boolean {
  return name === path || name.startsWith(`${path}.`);
}
