import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { hashesOf, hashOver } from "./sources.mjs";

/** Does `work` unless these files and folders are as they were when it was last done. The stamp is kept in dist/stamps. */
export async function unlessBuilt(name, inputs, work) {
  const hashes = hashesOf(inputs);
  const stamp = hashOver(hashes.keys(), hashes);
  const stampFile = `dist/stamps/${name}`;
  if (readOptional(stampFile) === stamp) return;
  await work();
  writeWhole(stampFile, stamp);
}

/** Writes a file so that nobody ever reads half of it, and only who `mode` lets. */
export function writeWhole(file, content, mode = 0o666) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode });
  renameSync(draft, file);
}

/** A file's text; undefined when it is not there. */
export function readOptional(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
