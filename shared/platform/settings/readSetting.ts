import { AlbflowError } from "../errors.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import type { ReasonCode } from "../reasons/registry.ts";

/** Where settings stand: a function's environment, or what is about to be deployed as one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A setting's text; undefined when it is not set, or empty, as s.yaml deploys what nobody has set. Spaces around it are no
 * part of it.
 */
export function settingText(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === "" ? undefined : text;
}

/** What a setting must be. */
export type Expected = Reason<Extract<ReasonCode, `expected-${string}`>>;

/** The error of a setting that makes no sense: InvalidInput with the code `invalid-setting`. Its text is told unless `isSecret`. */
export function settingError(
  environment: Environment,
  name: string,
  expected: Expected,
  { isSecret = false }: { isSecret?: boolean } = {},
): AlbflowError {
  const text = settingText(environment, name) ?? "";
  const value = text !== "" && isSecret ? null : shortened(text);
  return wrongSetting(reason("setting-invalid", { name, value, expected }));
}

/** The error of settings that make no sense together, or for a reason of their own. */
export function wrongSetting(why: Reason): AlbflowError {
  return new AlbflowError("InvalidInput", why, { code: INVALID_SETTING });
}

/** The code of every such error. */
export const INVALID_SETTING = "invalid-setting";

/** A whole number within bounds; undefined when it is not set. */
export function wholeNumberSetting(
  environment: Environment,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  const text = settingText(environment, name);
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw settingError(environment, name, reason("expected-whole-number", { least, most }));
}

/** A number like 0.25 within bounds; undefined when it is not set. */
export function numberSetting(
  environment: Environment,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  const text = settingText(environment, name);
  if (text === undefined) return undefined;
  const number = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw settingError(environment, name, reason("expected-number", { least, most }));
}

/** One of some words; undefined when it is not set. */
export function wordSetting<Word extends string>(
  environment: Environment,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = settingText(environment, name);
  if (text === undefined || words.some((word) => word === text)) return text as Word | undefined;
  throw settingError(environment, name, reason("expected-one-of", { values: [...words] }));
}

/** A list with commas between its members, each of which must fit; empty when it is not set. */
export function listSetting(
  environment: Environment,
  name: string,
  fits: (member: string) => boolean,
  expected: Expected,
): string[] {
  const text = settingText(environment, name);
  if (text === undefined) return [];
  const members = text.split(",").map((member) => member.trim());
  if (members.every((member) => member !== "" && fits(member))) return members;
  throw settingError(environment, name, expected);
}

/** An https address; undefined when it is not set. `orHere` also takes http on this machine, as local clouds have it. */
export function addressSetting(
  environment: Environment,
  name: string,
  { orHere = false, isSecret = false }: { orHere?: boolean; isSecret?: boolean } = {},
): string | undefined {
  const text = settingText(environment, name);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url?.protocol === "https:" || (orHere && url?.protocol === "http:" && isHere)) return text;
  throw settingError(environment, name, reason("expected-https-address"), { isSecret });
}

function shortened(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}

const LONGEST_QUOTE = 80;
