import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { projectFile, projectFolder, projectVersion } from "./projectFolder.ts";

/**
 * The folder in which `dist/functions` holds every built function: the project's own. An installed package carries them in
 * one compressed file (build/packCli.mjs), which is unpacked at first use: beside it, or in the user's cache where the
 * package belongs to somebody else. Throws `AlbflowError` Failed where neither can be written.
 */
export function builtFunctions(): string {
  const packed = projectFile("dist/functions.br");
  if (!existsSync(packed)) return projectFolder();
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const places = [projectFolder(), join(cache, "albflow", projectVersion())];
  const ready = places.find((place) => existsSync(functionsIn(place)));
  if (ready !== undefined) return ready;
  const place = places.find((one) => unpacked(packed, functionsIn(one)));
  if (place === undefined) {
    throw new AlbflowError("Failed", reason("functions-not-unpacked", { folders: places.map(functionsIn) }));
  }
  return place;
}

/** Where the code of a function is that a specification names `./dist/functions/<name>`. */
export function functionFolder(code: string): string {
  return join(builtFunctions(), code);
}

const functionsIn = (place: string) => join(place, "dist", "functions");

/** Writes them; false where that cannot be. Whoever comes at the same time finds all of the files, or none. */
function unpacked(packed: string, folder: string): boolean {
  const draft = `${folder}.${process.pid}`;
  try {
    // First, because unpacking takes seconds.
    mkdirSync(draft, { recursive: true });
    for (const [file, content] of filesIn(packed)) {
      mkdirSync(dirname(join(draft, file)), { recursive: true });
      writeFileSync(join(draft, file), content);
    }
    renameSync(draft, folder);
  } catch {
    if (existsSync(draft)) rmSync(draft, { recursive: true, force: true });
  }
  return existsSync(folder);
}

function filesIn(packed: string): Map<string, Buffer> {
  const all = brotliDecompressSync(readFileSync(packed));
  const end = all.indexOf("\n");
  const index = JSON.parse(all.subarray(0, end).toString()) as [file: string, length: number][];
  let at = end + 1;
  return new Map(
    index.map(([file, length]) => {
      const content = all.subarray(at, at + length);
      at += length;
      return [file, content];
    }),
  );
}
