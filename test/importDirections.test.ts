import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { importRules, mayImport } from "../build/importRules.ts";
import { repositoryFiles, sourceFiles } from "./support/sourceFiles.ts";

const sources = sourceFiles();
const graph = new Map(sources.map((file) => [file, targetsOf(file)]));

describe("the rule of imports", () => {
  test("sees every folder that has sources", () => {
    for (const { folder } of importRules) expect(sources.filter((file) => file.startsWith(folder)).length).not.toBe(0);
    const unruled = sources.filter((file) => mayImport(file) === undefined);
    expect(unruled).toEqual(["vitest.config.ts"]);
  });

  test("sees imports for types, imports that are called, and what is exported on", () => {
    const text = 'import type { A } from "./a.ts";\nexport { b } from "../b.ts";\nconst c = await import("./c.ts");\n';
    expect(importsIn(text)).toEqual(["./a.ts", "../b.ts", "./c.ts"]);
  });

  test("lets every import go down the floors only", () => {
    const wrong = [...graph].flatMap(([file, targets]) =>
      targets
        .filter((target) => !(mayImport(file) ?? [target]).some((allowed) => target.startsWith(allowed)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("lets no files import each other in a circle, types included", () => {
    expect(circlesIn(graph)).toEqual([]);
  });

  test("finds a circle of three files where there is one", () => {
    const circle = new Map([
      ["a.ts", ["b.ts"]],
      ["b.ts", ["c.ts", "d.ts"]],
      ["c.ts", ["a.ts"]],
      ["d.ts", []],
    ]);
    expect(circlesIn(circle)).toEqual([["a.ts", "b.ts", "c.ts"]]);
  });
});

test("only clients touch an SDK of the cloud", () => {
  const wrong = sources
    .filter((file) => !file.startsWith("shared/platform/clients/"))
    .filter((file) =>
      importsIn(withoutComments(file), { types: false }).some((target) => /^@(alicloud|darabonba)\//.test(target)),
    );
  expect(wrong).toEqual([]);
});

/** Who lets time pass beside `retry` and `poll`, and why neither of them would do. */
const SLEEPERS: Record<string, string> = {
  "shared/platform/pacer.ts": "it waits for its turn within a rate, and asks nothing again",
  "cli/deploy/bootstrap.ts": "a role that is new needs a while, and nothing says when it is over",
  "cli/deploy/deploy.ts": "a role that is new needs a while, and nothing says when it is over",
  "cli/deploy/serverlessDevs.ts": "it reads on in a file that a process of its own writes",
  "cli/demo/demoClients.ts": "it plays clients, which rest between their requests",
  "cli/demo/runDemo.ts": "it lets clients see the last state",
  "cli/fieldtest/field.ts": "it waits in the time of the cloud that it is pointed at, which may be simulated",
};

test("retry and poll, which have jitter, are the only ones who wait to ask again", () => {
  const sleeping = sources
    .filter((file) => /^(?:cli|components|console|deployment|functions|shared)\//.test(file))
    .filter((file) => !/^shared\/platform\/(?:clock|retry)\.ts$/.test(file))
    .filter(
      (file) =>
        /\b\w*[cC]lock\.sleep\(|\bsetTimeout\(/.test(withoutComments(file)) && !file.startsWith("console/islands/"),
    );
  expect(sleeping.sort()).toEqual(Object.keys(SLEEPERS).sort());
});

test("no test rests on the demo, but those of the demo", () => {
  const wrong = repositoryFiles()
    .filter((file) => /^test\/.*\.ts$/.test(file))
    .filter((file) => importsIn(withoutComments(file)).some((target) => target.includes("cli/demo/")));
  expect(wrong).toEqual([]);
});

test("only one reader pages through the history of an execution; the field test asks the cloud what it answers", () => {
  const reading = sources
    .filter((file) => /^(?:cli|components|console|functions|shared)\//.test(file))
    .filter((file) => /\(\s*(?:"fnf", )?"GetExecutionHistory"/.test(withoutComments(file)));
  expect(reading.sort()).toEqual(["cli/fieldtest/ownFlows.ts", "shared/platform/clients/cloudFlow.ts"]);
});

test("only the clock reads the time or sets a timer", () => {
  const timing = /\bDate\.now\(|new Date\(\)|\b(setTimeout|setInterval|clearTimeout|clearInterval)\(/;
  const wrong = sources
    .filter((file) => /\.tsx?$/.test(file))
    // Browsers have no other clock, and what the local cloud runs beneath a handler imports nothing.
    .filter((file) => file !== "shared/platform/clock.ts" && file !== "local/fc/runtime/bootstrap.ts")
    .filter((file) => !file.startsWith("console/islands/"))
    .filter((file) => timing.test(withoutComments(file)));
  expect(wrong).toEqual([]);
});

function targetsOf(file: string): string[] {
  return (
    importsIn(withoutComments(file))
      .filter((target) => target.startsWith("."))
      .map((target) => relative(".", resolve(file, "..", target)))
      // What is built is no source.
      .filter((target) => !target.startsWith("dist/"))
  );
}

function importsIn(text: string, { types = true } = {}): string[] {
  const statements = /^(?:import|export)\s(?:[^;"]*?from\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...text.matchAll(statements)]
    .filter(([statement]) => types || !/^(import|export) type\b/.test(statement))
    .map(([, target, called]) => target ?? called ?? "");
}

function withoutComments(file: string): string {
  return readFileSync(join(file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
}

/** Files that import each other, in groups (Tarjan's strongly connected components). */
function circlesIn(files: Map<string, string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string): number => {
    const at = order.size;
    order.set(file, at);
    low.set(file, at);
    open.push(file);
    for (const target of files.get(file) ?? []) {
      if (!files.has(target)) continue;
      if (!order.has(target)) low.set(file, Math.min(low.get(file) ?? 0, visit(target)));
      else if (open.includes(target)) low.set(file, Math.min(low.get(file) ?? 0, order.get(target) ?? 0));
    }
    if (low.get(file) === at) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) found.push(circle.sort());
    }
    return low.get(file) ?? at;
  };
  for (const file of files.keys()) if (!order.has(file)) visit(file);
  return found;
}
