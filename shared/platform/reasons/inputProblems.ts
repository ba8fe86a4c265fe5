import type { z } from "zod";
import { type Reason, reason } from "./reason.ts";
import { reasonIn } from "./reasonText.ts";

/** Something that a schema has against a value: where, and what. The field is empty for the whole. */
interface InputProblem {
  field: string;
  problem: Reason;
}

/**
 * Zod's issues as reasons: by code and parameters, never by zod's own English. A schema's own error is a reason already. `given` is
 * what was parsed: it says what is missing.
 */
export function problemsOfIssues(issues: z.core.$ZodIssue[], given: unknown, at: PropertyKey[] = []): InputProblem[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    const own = reasonIn(issue.message);
    if (own.code !== "text") return [{ field: fieldAt(path), problem: own }];
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({ field: fieldAt([...path, key]), problem: reason("value-unknown") }));
      case "invalid_union": {
        const [nearest] = issue.errors.toSorted((one, other) => one.length - other.length);
        if (nearest !== undefined) return problemsOfIssues(nearest, given, path);
        return [{ field: fieldAt(path), problem: reason("value-unfit") }];
      }
      case "invalid_key":
      case "invalid_element":
        return problemsOfIssues(issue.issues, given, path);
      default:
        return [{ field: fieldAt(path), problem: isAbsent(given, path) ? reason("value-missing") : problemOf(issue) }];
    }
  });
}

function problemOf(issue: z.core.$ZodIssue): Reason {
  switch (issue.code) {
    case "invalid_type":
      return reason("value-of-other-type", { type: TYPES[issue.expected] ?? issue.expected });
    case "invalid_value":
      return reason("value-not-among", { values: issue.values.map(String) });
    case "too_small":
      return reason("value-below", { least: Number(issue.minimum), of: COUNTED[issue.origin] ?? "value" });
    case "too_big":
      return reason("value-above", { most: Number(issue.maximum), of: COUNTED[issue.origin] ?? "value" });
    case "invalid_format":
      return reason("value-malformed", { pattern: issue.pattern?.replace(/^\/|\/[a-z]*$/g, "") ?? issue.format });
    default:
      return reason("value-unfit");
  }
}

/** Zod's names of types, where JSON Schema has others. */
const TYPES: Record<string, string> = { int: "integer", record: "object" };

const COUNTED: Record<string, string> = { string: "characters", array: "items" };

function fieldAt(path: PropertyKey[]): string {
  return path.map(String).join(".");
}

function isAbsent(given: unknown, path: PropertyKey[]): boolean {
  const value = path.reduce((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], given);
  return value === undefined;
}
