import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** Folder by folder: the folders it may import from (docs of the house: CONTRIBUTING.md). The longest prefix decides. */
const MAY_IMPORT: Record<string, string[]> = {
  "functions/": ["shared/", "functions/", "console/"],
  "console/": ["console/", "shared/"],
  // What runs in browsers.
  "console/islands/": ["console/islands/"],
  "shared/": ["shared/"],
  // What is deployed is checked by the budgets that it is built by.
  "cli/": [
    "cli/",
    "shared/",
    "local/",
    "functions/",
    "build/packageBudget.mjs",
    "build/secretSettings.mjs",
    "build/settingText.mjs",
  ],
  "local/": ["local/", "shared/clock.ts"],
  "local/cloudflow/interpreter/": ["local/cloudflow/interpreter/"],
  // The documentation shows plans, and they are made on a local cloud.
  "build/": ["build/", "functions/", "shared/", "console/", "local/", "cli/localSession.ts"],
};

const sources = Object.keys(MAY_IMPORT)
  .filter((folder) => folder.split("/").length === 2)
  .flatMap((folder) => filesBelow(folder));

test("there are files to look at in every room", () => {
  for (const folder of ["functions/", "shared/", "console/", "cli/", "local/"]) {
    expect(sources.filter((file) => file.startsWith(folder)).length).toBeGreaterThan(3);
  }
});

test("every import goes in an allowed direction", () => {
  const wrong = sources.flatMap((file) => {
    const room = Object.keys(MAY_IMPORT)
      .filter((folder) => file.startsWith(folder))
      .sort((one, other) => other.length - one.length)[0];
    return importsOf(file)
      .filter((target) => target.startsWith("."))
      .map((target) => relative(".", resolve(file, "..", target)))
      .filter((target) => !MAY_IMPORT[room ?? ""]?.some((allowed) => target.startsWith(allowed)))
      .map((target) => `${file} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("only shared/clients touches a cloud SDK", () => {
  const wrong = sources
    .filter((file) => !file.startsWith("shared/clients/"))
    // A type is not a dependency.
    .filter((file) => importsOf(file, { types: false }).some((target) => target.startsWith("@alicloud/")));
  expect(wrong).toEqual([]);
});

test("only shared/clock.ts reads the time or sets a timer", () => {
  const timing = /\bDate\.now\(|new Date\(\)|\b(setTimeout|setInterval|clearTimeout|clearInterval)\(/;
  const wrong = sources
    // Browsers have no other clock, and what the local cloud runs beneath a handler imports nothing.
    .filter((file) => file !== "shared/clock.ts" && file !== "local/fc/runtime/bootstrap.ts")
    .filter((file) => !file.startsWith("console/islands/"))
    .filter((file) => timing.test(withoutComments(file)));
  expect(wrong).toEqual([]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function importsOf(file: string, { types = true } = {}): string[] {
  const statements = withoutComments(file).matchAll(/^(?:import|export)\s(?:[^;"]*?from\s+)?"([^"]+)"/gm);
  return [...statements]
    .filter(([statement]) => types || !/^(import|export) type\b/.test(statement))
    .map(([, target]) => target ?? "");
}

function withoutComments(file: string): string {
  return readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
}
