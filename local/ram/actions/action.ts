import type { CloudContext } from "../../context.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { Identity } from "../contract.ts";

/** An action of RAM or STS: what it is about, for the check whether the caller may do it, and what it does. */
export interface RamAction {
  /** Whose API it is of; RAM policies name it so unless `permission` says otherwise. */
  product: "ram" | "sts" | "resourcemanager";
  permission?: string;
  /** After `acs:ram:*:<account>:`; absent for what everybody may do. */
  resource?: (parameters: RamParameters) => string;
  answer(parameters: RamParameters, call: { context: CloudContext; identity: Identity; now: number }): object;
}

/** The parameters of a call, by their names. */
export type RamParameters = ReadonlyMap<string, string>;

/** A parameter that must be there and fit. Throws `CloudError` `Missing…` or `InvalidParameter.…`. */
export function required(parameters: RamParameters, name: string, pattern: RegExp): string {
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
