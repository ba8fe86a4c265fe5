// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of Serverless Devs.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampled } from "../test/support/sampled.ts";
import { asVariable, literalSettings } from "./settingText.ts";

/** What could be taken for something else by a shell, by YAML, or by Serverless Devs. */
const TEXTS = [
  "pa${env(HOME)}ss",
  "${config('AccountID')}${resources.a.output.id}",
  "${}${x",
  "a$b $$ {{ x }} {% y %}",
  "\\n \\ % # : & * ! | >",
  "0123",
];
const VARIABLES = Object.fromEntries(TEXTS.map((text, at) => [`ALBFLOW_X${at}`, text]));
const S = resolve("node_modules/@serverless-devs/s/bin/s");

/** Three functions as s.yaml declares them, with a component that writes down what it is given. */
describe("a setting comes out of Serverless Devs as it was set", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "settings-"));
    mkdirSync(join(folder, "taking"));
    mkdirSync(join(folder, "home", ".s"), { recursive: true });
    for (const at of ["home", "home/.s"]) writeFileSync(join(folder, at, "set-config.yml"), "analysis: disable\n");
    writeFileSync(
      join(folder, "taking", "index.js"),
      `const take = async ({ props }) => { require("fs").writeFileSync(__dirname + "/" + props.functionName, JSON.stringify(props.environmentVariables)); return { id: "1" }; };
module.exports.default = class { deploy(inputs) { return take(inputs); } plan(inputs) { return take(inputs); } remove(inputs) { return take(inputs); } };`,
    );
    writeFileSync(join(folder, "taking", "package.json"), '{"name":"taking","version":"0.0.1","main":"index.js"}');
    writeFileSync(join(folder, "taking", "publish.yaml"), "Edition: 3.0.0\nType: Component\nName: taking\n");
    const variables = Object.keys(VARIABLES).map((name) => `        ${name}: ${"$"}{env('${name}', '')}\n`);
    const functions = ["a", "b", "c"].map(
      (name) =>
        `  ${name}:\n    component: ./taking\n    props:\n      functionName: ${name}\n      environmentVariables:\n${variables.join("")}`,
    );
    const head = "edition: 3.0.0\nname: x\naccess: default\nvars: { region: cn-hangzhou }\n";
    writeFileSync(join(folder, "s.yaml"), `${head}resources:\n${functions.join("")}`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...parameters: string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, [S, ...parameters], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        AccountID: "1",
        AccessKeyID: "a",
        AccessKeySecret: "b",
        SERVERLESS_DEVS_CICD: "1",
        serverless_devs_config_home: join(folder, "home"),
        ...literalSettings(VARIABLES),
      },
    });
    return stdout + stderr;
  };

  test.each(sampled(3, ["plan", "deploy", "remove"]))("in what a component gets to %s", (command) => {
    const said = run(command, "-y");
    const taken = ["a", "b", "c"].map((name) => JSON.parse(readFileSync(join(folder, "taking", name), "utf8")));
    expect(taken, said).toEqual([VARIABLES, VARIABLES, VARIABLES]);
  });
});

describe("as a variable", () => {
  test.each([
    [
      "a key on several lines",
      "-----BEGIN X-----\nAAA\n-----END X-----\n",
      "-----BEGIN X-----\\nAAA\\n-----END X-----",
    ],
    ["one with the line ends of Windows", "-----BEGIN X-----\r\nAAA\r\n", "-----BEGIN X-----\\nAAA"],
    ["JSON on several lines", '{\n  "a": [1,\n 2]\n}', '{"a":[1,2]}'],
    ["what is no JSON after all", "{\n", "{\n"],
    ["a text on one line, spaces and all", " a b ", " a b "],
  ])("%s is written so that it has one line, where that is possible", (_, given, written) => {
    expect(asVariable(given)).toBe(written);
  });
});
