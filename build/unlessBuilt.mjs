import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Does `work` unless its inputs are as they were when it was last done. Inputs are files, folders or texts; the stamp is
 * kept in dist/stamps.
 */
export async function unlessBuilt(name, inputs, work) {
  const hash = createHash("sha256");
  for (const input of inputs) for (const file of filesOf(input)) hash.update(file).update(readFileSync(file));
  const stamp = hash.digest("hex");
  const stampFile = `dist/stamps/${name}`;
  if (readOptional(stampFile) === stamp) return;
  await work();
  writeWhole(stampFile, stamp);
}

/** Writes a file so that nobody ever reads half of it. */
export function writeWhole(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
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

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesOf(`${path}/${entry}`));
}
