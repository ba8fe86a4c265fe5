import { type Command, Option } from "commander";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { printableLines } from "./printable.ts";
import { cutToTerminal } from "./table.ts";

/** How an answer is printed. */
export interface OutputOptions {
  output?: "json" | "yaml" | "table" | "wide";
  /** The same as `--output json`. */
  json?: boolean;
  query?: string;
}

/** Where a command looks and writes: the account, where it is known, and the region. */
export interface HomeView {
  account: string | null;
  region: string;
}

/** Adds the options that everything takes that lists or tells something. */
export function withOutput(command: Command): Command {
  return command
    .addOption(
      new Option("--output <format>", "output format; wide has more columns and truncates nothing").choices([
        "json",
        "yaml",
        "table",
        "wide",
      ]),
    )
    .option("--query <path>", "print only this part of the answer, for example listeners[].listenerId")
    .option("--json", "the same as --output json");
}

/** How an answer is to be printed, and what else a command was given. */
export function outputIn<Options extends OutputOptions>({ output, json, query, ...rest }: Options) {
  const asked: OutputOptions = {
    ...(output === undefined ? {} : { output }),
    ...(json === undefined ? {} : { json }),
    ...(query === undefined ? {} : { query }),
  };
  return { asked, rest };
}

/** Whether a program reads the answer. */
export function isForMachines({ output, json, query }: OutputOptions): boolean {
  return query !== undefined || json === true || output === "json" || output === "yaml";
}

/**
 * Prints an answer as it is wanted: for people in the lines that `linesOf` makes of it, with more columns where they want it wide;
 * for programs whole, with where it was asked.
 */
export async function printAnswer<Answer extends object>(
  answer: Answer,
  options: OutputOptions & { connection?: { home: HomeView } },
  linesOf: (answer: Answer, isWide: boolean) => string[],
): Promise<void> {
  const { output, json, query } = options;
  const format = output ?? (json === true ? "json" : undefined);
  if (query === undefined && (format === undefined || format === "table" || format === "wide")) {
    const lines = linesOf(answer, format === "wide");
    const shown = lines.map(printableLines);
    for (const line of format === "wide" ? shown : cutToTerminal(shown)) console.log(line);
    return;
  }
  const { connection } = options;
  const whole = connection === undefined ? answer : { home: connection.home, ...answer };
  const value = query === undefined ? whole : partOf(whole, query);
  if (format === "yaml") {
    const { yamlText } = await import("./yamlText.ts");
    return console.log(yamlText(value).trimEnd());
  }
  if (format === "json") return console.log(JSON.stringify(value));
  // A query alone gives what a shell can take: each text on a line of its own.
  for (const one of Array.isArray(value) ? value : [value])
    console.log(typeof one === "string" ? one : JSON.stringify(one));
}

/**
 * A part of an answer: names with dots between them, `[2]` for the third of a list, `[]` for all of it. What is not there is
 * null. Throws `AlbflowError` InvalidInput for what is no such path.
 */
export function partOf(answer: unknown, query: string): unknown {
  if (!/^(\w+|\[\d*\])(\.\w+|\[\d*\])*$/.test(query)) {
    throw new AlbflowError("InvalidInput", reason("query-invalid", { query }));
  }
  return partAt(answer, query.match(/\w+|\[\d*\]/g) ?? []);
}

function partAt(value: unknown, [step, ...rest]: string[]): unknown {
  if (step === undefined) return value ?? null;
  if (step === "[]") return (Array.isArray(value) ? value : []).flatMap((item) => partAt(item, rest));
  const key = step.startsWith("[") ? step.slice(1, -1) : step;
  const has = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  if (has) return partAt((value as Record<string, unknown>)[key], rest);
  return rest.includes("[]") ? [] : null;
}
