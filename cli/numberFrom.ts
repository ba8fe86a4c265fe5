import { InvalidArgumentError } from "commander";
import { cliMessage } from "../deployment/language.ts";

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
