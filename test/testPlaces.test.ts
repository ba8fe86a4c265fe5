import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isTest, repositoryFiles } from "./support/sourceFiles.ts";

/** What lies under test/: suites that belong to no single source, and what they are about. */
const SUITES: Record<string, string> = {
  attacks: "what an attacker would try",
  build: "packages as they are sent",
  certificates: "thousands of odd certificates, judged by openssl and by albflow",
  chaos: "a fault at every call of every operation",
  clients: "whole clients of the cloud, led to the local one by its proxy",
  cli: "the command, run as a process",
  console: "pages in a real browser",
  deployment: "Serverless Devs with our components",
  docs: "what the documents say, tried",
  fidelity: "the local cloud's answers against the models of the official SDKs",
  firstHour: "an account with nothing in it, from the first command to the last",
  flowlang: "the flow language, field by field",
  flows: "the definitions in flows/, over hours and outages",
  functions: "what functions do on a local cloud, seen from outside",
  local: "the local cloud against official SDKs, openssl and browsers",
  packages: "what npm installs, from the tarballs alone",
  python: "the same calls by the official Python SDKs",
  reference: "the facts about the real cloud, and who cites them",
  simulation: "three years of renewal",
  support: "what several suites share",
};

const tests = repositoryFiles().filter(isTest);

describe("every test", () => {
  test("outside test/ lies beside the source that it is named after", () => {
    const alone = tests
      // Examples show others how to write theirs.
      .filter((file) => !file.startsWith("test/") && !file.startsWith("local/examples/"))
      .filter((file) => {
        const stem = file.replace(/\.test\.tsx?$/, "");
        return ![".ts", ".tsx", ".mjs"].some((ending) => existsSync(`${stem}${ending}`));
      });
    expect(alone).toEqual([]);
  });

  test("under test/ is part of a suite that is listed here", () => {
    const homeless = tests
      .filter((file) => file.startsWith("test/") && file.split("/").length > 2)
      .filter((file) => SUITES[file.split("/")[1] ?? ""] === undefined);
    expect(homeless).toEqual([]);
  });
});
