import { InvalidArgumentError } from "commander";
import { cliMessage, labelled } from "../deployment/language.ts";

/** Reads an option's whole number, within bounds. Commander says whose value was refused. */
export function numberFrom(option: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const bounds = { least, most: most === Number.MAX_SAFE_INTEGER ? null : most };
    throw new InvalidArgumentError(`${cliMessage("option-not-whole", { option, ...bounds })}.`);
  };
}

/** The same where the number goes on as a text. */
export function digitsFrom(option: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  const read = numberFrom(option, least, most);
  return (text: string): string => String(read(text));
}

/** Reads an option's time, as CloudFlow takes it: RFC 3339, with a time of the day and a zone. */
export function momentFrom(option: string) {
  return (text: string): string => {
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
      return text;
    throw new InvalidArgumentError(`${labelled(option, cliMessage("must-be-moment"))}.`);
  };
}
