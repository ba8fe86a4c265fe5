import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type CheckedSeed, type Seed, seedSchema } from "./seed.ts";

/** A checked seed, and the folder that the files named in it are relative to. */
export interface ReadSeed {
  seed: CheckedSeed;
  folder: string;
}

/**
 * Reads a seed: a seed, or the path of a YAML file that holds one. Throws an `Error` with a line for everything that
 * is wrong: where it stands and what is right.
 */
export function readSeed(seed: Seed | string): ReadSeed {
  if (typeof seed !== "string") {
    return { folder: process.cwd(), seed: check(seed, (path) => pathText(path), "The seed") };
  }
  const file = resolve(seed);
  const text = textOf(file);
  if (last?.file !== file || last.text !== text) last = { file, text, seed: parsed(seed, text) };
  return { folder: dirname(file), seed: structuredClone(last.seed) };
}

/** One process may start hundreds of clouds from one file, and parsing it is half of what that takes. */
let last: { file: string; text: string; seed: CheckedSeed } | undefined;

function parsed(seed: string, text: string): CheckedSeed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw new Error(`The seed in ${seed} is not valid YAML:\n  ${mistake.message}`);
  const place = (path: PropertyKey[]) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range != null) return `line ${lines.linePos(node.range[0]).line}, ${pathText(path)}`;
    }
    return pathText(path);
  };
  return check(document.toJS() ?? {}, place, `The seed in ${seed}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const message = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : String(cause);
    throw new Error(`The seed cannot be read from ${file}: ${message}.`, { cause });
  }
}

function check(value: unknown, place: (path: PropertyKey[]) => string, whose: string): CheckedSeed {
  const parsed = seedSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...issue.path, key], message: noSuchField(key, fieldsAt(issue.path)) }))
        : [issue],
    )
    .map(({ path, message }) => `  ${place(path)}: ${message}`);
  throw new Error(`${whose} cannot be used:\n${mistakes.join("\n")}`);
}

/** Says which field was probably meant. */
function noSuchField(given: string, known: string[]): string {
  const meant = known.find((field) => field.toLowerCase() === given.toLowerCase());
  const right = meant === undefined ? `Known are ${known.join(", ")}.` : `Write ${meant}.`;
  return `there is no such field. ${right}`;
}

/** The fields that may stand at a place of a seed. */
function fieldsAt(path: PropertyKey[]): string[] {
  let schema: z.core.$ZodType | undefined = seedSchema;
  for (const part of path) {
    const container: z.core.$ZodType = bare(schema);
    if (container instanceof z.ZodArray) schema = container.element;
    else if (container instanceof z.ZodObject) schema = container.shape[String(part)];
    if (schema === undefined) return [];
  }
  const object = bare(schema);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return bare(schema.unwrap());
  }
  return schema;
}

/** `listeners[0].ListenerPort` */
function pathText(path: PropertyKey[]): string {
  if (path.length === 0) return "the whole";
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
    .join("");
}
