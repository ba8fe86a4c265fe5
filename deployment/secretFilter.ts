import { redact } from "../shared/platform/redact.ts";
import { isSecretSetting, SECRET_NAME } from "./secretSettings.ts";

/** Takes secrets out of what a deployment prints, line by line. */
interface SecretFilter {
  /** The lines that are whole by now, without secrets. */
  push(chunk: string): string;
  /** What is left at the end. */
  end(): string;
}

/**
 * Takes secrets out of the output of Serverless Devs, which prints the variables of functions in clear, those of before a
 * change as well (`OLD => NEW`). What is taken out: these texts, whatever stands behind the name of a secret setting, keys in
 * PEM, and all that `redact` knows.
 */
export function secretFilter(secrets: string[]): SecretFilter {
  const values = secrets
    .filter((value) => value.length >= SHORTEST)
    .flatMap(formsOf)
    .sort((one, other) => other.length - one.length);
  let rest = "";
  /** Inside of a PEM block, or of a block of YAML, that is left out. */
  let leftOut: { until: (line: string) => boolean } | undefined;

  const filtered = (line: string): string | undefined => {
    const plain = line.replace(COLOURS, "");
    if (leftOut !== undefined) {
      const { until } = leftOut;
      if (!until(plain)) return undefined;
      leftOut = undefined;
      if (PEM_END.test(plain)) return undefined;
    }
    if (PEM_BEGIN.test(plain) && !PEM_END.test(plain)) leftOut = { until: (next) => PEM_END.test(next) };
    const block = BLOCK.exec(plain);
    if (block !== null) {
      const indent = indentOf(plain);
      leftOut = { until: (next) => next.trim() !== "" && indentOf(next) <= indent };
      return `${plain.slice(0, block.index)}${block[1]} …`;
    }
    const known = values.reduce((text, value) => text.replaceAll(value, "…"), plain);
    const safe = redact(known.replace(NAMED, "$1…"));
    return safe === plain ? line : safe;
  };

  return {
    push(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      return lines
        .map(filtered)
        .flatMap((line) => (line === undefined ? [] : `${line}\n`))
        .join("");
    },
    end() {
      const last = rest === "" ? "" : (filtered(rest) ?? "");
      rest = "";
      return last;
    },
  };
}

/** What the variables of an environment hold that have the name of a secret setting. */
export function secretsAmong(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => (isSecretSetting(name) ? (value ?? []) : []));
}

/** Shorter values stand in too many other words. */
const SHORTEST = 6;

/** A value as it is, in JSON, in a URL, in base64, and each of its lines. */
function formsOf(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const lines = value.split(/\r?\n/).filter((line) => line.length >= LONGEST_HARMLESS_LINE);
  return [
    value,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString("base64"),
    ...lines,
  ];
}

const LONGEST_HARMLESS_LINE = 16;

const QUOTED = `(?:"(?:[^"\\\\]|\\\\.)*"|'[^']*')`;

/** What stands behind the name of a secret setting: a text in quotes, or the rest of the line; and what it becomes. */
const NAMED = new RegExp(
  `(\\b${SECRET_NAME}["']?\\s*[:=]\\s*)(?:${QUOTED}(?:\\s*(?:=>|->|→)\\s*(?:${QUOTED}|\\S.*))?|[^\\s,"'{}].*)`,
  "g",
);

/** The name of a secret setting whose value stands in the lines below. */
const BLOCK = new RegExp(`(\\b${SECRET_NAME}["']?\\s*:)\\s*[|>][-+0-9]*\\s*$`);

const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const PEM_END = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/** How terminals are told colours: escape, brackets, numbers, `m`. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** Blanks and the signs of a diff before the first letter. */
function indentOf(line: string): number {
  return /^[\s+~-]*/.exec(line)?.[0].length ?? 0;
}
