import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { splitBundle } from "./splitBundle.mjs";
import { writePackage } from "./writePackage.mjs";

let folder: string;
let files: Record<string, string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "albflow-split-"));
  files = await bundled();
  await writePackage(join(folder, "plain"), files);
  const weight = Array.from({ length: 20_000 }, (_, at) => `// ${Math.sin(at)}`).join("\n");
  await writePackage(join(folder, "compressed"), { ...files, "index.js": `${files["index.js"]}\n${weight}` });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Modules that print their name when they are evaluated. */
const MODULES: Record<string, string> = {
  "main.ts": `
    import { Kind } from "./shared.ts";
    console.log("main");
    export const handler = async (what) => {
      if (what === "page") return (await import("./page.ts")).page(Kind);
      if (what === "words") return (await import("./words.ts")).default;
      return new Kind("nothing").name;
    };`,
  "shared.ts": `
    import { join } from "node:path";
    console.log("shared");
    export class Kind { constructor(name) { this.name = join(name); } }`,
  "page.ts": `
    import { Kind } from "./shared.ts";
    import { say } from "./frame.ts";
    console.log("page");
    export const page = async (own) => say([own === Kind, await (await import("./part.ts")).part()]);`,
  "part.ts": `
    import { say } from "./frame.ts";
    console.log("part");
    export const part = async () => say((await import("./words.ts")).default);`,
  "frame.ts": `console.log("frame"); export const say = (what) => JSON.stringify(what);`,
  "words.ts": `import { Kind } from "./shared.ts"; console.log("words"); export default new Kind("words").name;`,
};

async function bundled(): Promise<Record<string, string>> {
  for (const [name, text] of Object.entries(MODULES)) writeFileSync(join(folder, name), text);
  const made = await splitBundle(`export { handler } from ${JSON.stringify(join(folder, "main.ts"))};`, {
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20.10",
    minify: true,
  });
  return made.files;
}

function lines(place: string, call: string): string[] {
  const script = `const { handler } = require(${JSON.stringify(place)}); console.log("loaded"); handler(${JSON.stringify(call)}).then(console.log);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

const CALLS: [call: string, loaded: string[]][] = [
  ["nothing", ["nothing"]],
  ["words", ["words", "words"]],
  ["page", ["frame", "page", "part", "words", '[true,"\\"words\\""]']],
];

test("what is imported by import(…) is a file of its own, and what parts share is in the one that they come by", () => {
  const named = Object.keys(files).map((name) => name.replace(/-[A-Z0-9]+\./, "."));
  expect(named.sort()).toEqual(["index.js", "page.js", "part.js", "words.js"]);
  const having = (text: string) => Object.keys(files).filter((name) => files[name]?.includes(`"${text}"`));
  expect(having("frame")).toEqual([expect.stringMatching(/^page-/)]);
  expect(having("shared")).toEqual(["index.js"]);
});

test.each(CALLS)("a call of %s loads its parts, each once, and not before", (call, loaded) => {
  expect(lines(join(folder, "plain"), call)).toEqual(["shared", "main", "loaded", ...loaded]);
});

test.each(CALLS)("a call of %s does the same where the package is compressed", (call, loaded) => {
  expect(readdirSync(join(folder, "compressed")).filter((name) => name.endsWith(".br"))).toHaveLength(1);
  expect(lines(join(folder, "compressed"), call)).toEqual(["shared", "main", "loaded", ...loaded]);
});
