import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";

/** The hash of each file in these files and folders, as they are now. */
export function hashesOf(paths) {
  return new Map(paths.flatMap(filesOf).map((file) => [file, hashOf(readFileSync(file))]));
}

/** One hash over some of these files. A file that is not among them counts as gone. */
export function hashOver(files, hashes) {
  const lines = [...files].map((file) => `${file} ${hashes.get(file)}\n`);
  return hashOf(lines.sort((one, other) => (one < other ? -1 : 1)).join(""));
}

/** Every file in a folder but its tests, or the file itself. */
export function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort((one, other) => (one < other ? -1 : 1))
    .filter((entry) => entry !== "node_modules" && !/\.test\.tsx?$/.test(entry))
    .flatMap((entry) => filesOf(`${path}/${entry}`));
}

function hashOf(content) {
  return createHash("sha256").update(content).digest("hex");
}
