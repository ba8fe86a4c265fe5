import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const FOLDERS = [
  "bench",
  "build",
  "cli",
  "components",
  "console",
  "deployment",
  "flowlang",
  "functions",
  "local",
  "shared",
  "test",
];
const files = [
  "vitest.config.ts",
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  ),
].filter((file) => /\.(?:tsx?|mjs)$/.test(file) && !/\.d\.mts$|\/(?:node_modules|dist)\//.test(file));
const texts = new Map(files.map((file) => [normalize(file), readFileSync(file, "utf8")]));

const DECLARED = /^export (?:abstract |async )?(?:function\*? ?|const |let |class |interface |type |enum )(\w+)/gm;
const LISTED = /^export (?:type )?\{([^}]*)\}(?! from)/gm;
const NAMED = /(?:import|export) (?:type )?(?:\w+, )?\{([^}]*)\} from "([^"]+)"/g;
const WHOLE = /(?:\* (?:as \w+ )?from |import\()"([^"]+)"/g;

/** `a, type b as c` as the names that the other file exports. */
function namesIn(list: string): string[] {
  return list
    .split(",")
    .map(
      (name) =>
        name
          .trim()
          .replace(/^type /, "")
          .split(" as ")[0] ?? "",
    )
    .filter((name) => name !== "");
}

function fileOf(importer: string, path: string): string | undefined {
  const file = normalize(join(dirname(importer), path));
  return path.startsWith(".") && existsSync(file) ? file : undefined;
}

/** Names by the file that exports them, as others import them. Who takes a whole file takes what is named in its own. */
function usedNames(): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  const use = (file: string | undefined, names: Iterable<string>) => {
    if (file === undefined) return;
    const known = used.get(file) ?? new Set();
    for (const name of names) known.add(name);
    used.set(file, known);
  };
  for (const [file, text] of texts) {
    for (const [, list = "", path = ""] of text.matchAll(NAMED)) use(fileOf(file, path), namesIn(list));
    for (const [, path = ""] of text.matchAll(WHOLE)) {
      const words = new Set([...text.matchAll(/\w+/g)].map(([word]) => word));
      use(fileOf(file, path), words);
    }
  }
  return used;
}

test("every exported name is used by another file", () => {
  const used = usedNames();
  const unused: string[] = [];
  for (const [file, text] of texts) {
    const listed = [...text.matchAll(LISTED)].flatMap(([, list = ""]) => namesIn(list));
    const names = [...[...text.matchAll(DECLARED)].map(([, name = ""]) => name), ...listed];
    for (const name of names) {
      // Function Compute calls it.
      if (name === "handler" && file.startsWith("functions/")) continue;
      // Whoever compiles JSX imports it.
      if (file === "console/jsx/runtime.ts") continue;
      if (used.get(file)?.has(name) !== true) unused.push(`${file}: ${name}`);
    }
  }
  expect(unused).toEqual([]);
});

/**
 * Names that several files export, tests and measurements apart. The two catalogues of messages have the same names on purpose,
 * and so has every function its handler. Those that are left are what the cloud calls so, of which the local cloud has one and
 * the product another (`startListener`, `ServerGroup`), or a command and what it runs. The number may only fall.
 */
const MOST_SHARED_NAMES = 31;

test("a name means one thing: few are exported by more than one file", () => {
  const filesOf = new Map<string, string[]>();
  for (const [file, text] of texts) {
    if (/^(?:bench|test)\//.test(file) || /\.test\./.test(file)) continue;
    if (/^shared\/core\/messages\/(?:en|zh)\//.test(file)) continue;
    for (const [, name = ""] of text.matchAll(DECLARED)) {
      if (name !== "handler") filesOf.set(name, [...(filesOf.get(name) ?? []), file]);
    }
  }
  const shared = [...filesOf].filter(([, several]) => several.length > 1);
  const shown = shared.map(([name, several]) => `${name}: ${several.join(", ")}`).join("\n");
  expect(shared.length, shown).toBeLessThanOrEqual(MOST_SHARED_NAMES);
});
