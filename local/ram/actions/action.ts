import type { CloudContext } from "../../context.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { RamIdentity } from "../contract.ts";

/** An action of RAM or STS: what it is about, for the check whether the caller may do it, and what it does. */
export interface RamAction {
  /** Whose API it is of; RAM policies name it so unless `permission` says otherwise. */
  product: "ram" | "sts" | "resourcemanager" | "actiontrail";
  permission?: string;
  /** After `acs:ram:*:<account>:` (of a trail `acs:actiontrail:*:<account>:`); absent for what everybody may do. */
  resource?: (parameters: RamParameters) => string;
  answer(parameters: RamParameters, call: { context: CloudContext; identity: RamIdentity; now: number }): object;
}

/** The parameters of a call, by their names. */
export type RamParameters = ReadonlyMap<string, string>;

/** A parameter that must be there and fit. Throws `CloudError` `Missing…` or `InvalidParameter.…`. */
export function requiredParameter(parameters: RamParameters, name: string, pattern: RegExp): string {
  const value = parameters.get(name) ?? "";
  if (value === "") throw new CloudError(400, `Missing${name}`, `The parameter ${name} is required.`);
  if (!pattern.test(value)) {
    throw new CloudError(
      400,
      `InvalidParameter.${name}.InvalidChars`,
      `The parameter - ${name} contains invalid chars.`,
    );
  }
  return value;
}

/** Whether a parameter is `true`. */
export function booleanOf(parameters: RamParameters, name: string): boolean {
  return parameters.get(name)?.toLowerCase() === "true";
}

/** A page of what is named, in the order of names: `MaxItems` of it after `Marker`, and where the next begins. */
export function pageByName<Row extends { name: string }>(parameters: RamParameters, rows: Row[]) {
  const limit = optionalNumber(parameters, "MaxItems", { least: 1, most: 1000, otherwise: 100 });
  const marker = parameters.get("Marker") ?? "";
  const left = rows
    .filter(({ name }) => name.toLowerCase() > marker)
    .sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  const page = left.slice(0, limit);
  const IsTruncated = left.length > page.length;
  return { page, IsTruncated, ...(IsTruncated ? { Marker: page.at(-1)?.name.toLowerCase() } : {}) };
}

/** A whole number within bounds. Throws `CloudError` `InvalidParameter.…`. */
export function optionalNumber(
  parameters: RamParameters,
  name: string,
  bounds: { least: number; most: number; otherwise: number },
): number {
  const text = parameters.get(name);
  if (text === undefined || text === "") return bounds.otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= bounds.least && value <= bounds.most) return value;
  throw new CloudError(
    400,
    `InvalidParameter.${name}`,
    `The parameter ${name} must be a whole number from ${bounds.least} to ${bounds.most}.`,
  );
}
