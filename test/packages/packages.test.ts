import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { freePortBlock } from "../../local/portBlock.ts";
import { longTest } from "../support/sampled.ts";

/** A folder of somebody who has nothing but the two tarballs. */
const folder = mkdtempSync(join(tmpdir(), "albflow-packages-"));
const home = join(folder, "home");
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
afterAll(() => {
  chmodSync(join(folder, "node_modules/albflow/dist"), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

beforeAll(() => {
  mkdirSync(home, { mode: 0o777 });
  chmodSync(home, 0o777);
  execFileSync("npm", ["run", "-s", "pack"], { stdio: ["ignore", "ignore", "inherit"] });
  const tarballs = readdirSync("dist/packages").filter((file) => file.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), '{ "name": "somebody", "type": "module" }\n');
  // What they depend on came with `npm ci` and is in npm's cache.
  chmodSync(folder, 0o755);
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", [...install, ...tarballs.map((file) => resolve("dist/packages", file))], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  chmodSync(join(folder, "node_modules/albflow/dist"), 0o555);
});

/** Somebody to whom the packages do not belong, where these tests may be somebody else; nobody may write there. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const run = (command: string, ...parameters: string[]) => runIn(home, command, ...parameters);

const runIn = (cwd: string, command: string, ...parameters: string[]) =>
  spawnSync(join(folder, "node_modules/.bin", command), parameters, {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: home },
    timeout: 250_000,
    ...nobody,
  });

/** Megabytes of everything in a folder. */
function megabytes(path: string): number {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1e6;
}

describe("the package albflow, from its tarball", () => {
  test("is small, and so is what it brings along", () => {
    expect(statSync(`dist/packages/albflow-${version}.tgz`).size).toBeLessThanOrEqual(3e6);
    expect(megabytes(join(folder, "node_modules"))).toBeLessThanOrEqual(80);
  });

  test("says its version and what it can do", () => {
    expect(run("albflow", "--version")).toMatchObject({ stdout: `${version}\n`, stderr: "", status: 0 });
    expect(run("albflow", "--help").stdout).toContain("startListener");
  });

  test("rotates a certificate on a cloud of its own, and unpacks its functions where it may write", () => {
    const { status, stdout, stderr } = run("albflow", "demo", "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ rotated: true, handshakes: { wrong: 0, failed: 0 } });
    expect(existsSync(join(folder, "node_modules/albflow/dist/functions"))).toBe(false);
    const unpacked = join(home, ".cache/albflow", version, "dist/functions");
    expect(readdirSync(unpacked).sort()).toEqual(readdirSync("dist/functions").sort());
    // Byte by byte what was built.
    for (const file of [
      "startListener/index.js",
      `api/${readdirSync("dist/functions/api").find((name) => name.endsWith(".br"))}`,
    ])
      expect(readFileSync(join(unpacked, file)).equals(readFileSync(join("dist/functions", file)))).toBe(true);
  });

  longTest("says where it cannot unpack its functions", () => {
    const file = join(folder, "package.json");
    const { status, stderr } = spawnSync(join(folder, "node_modules/.bin/albflow"), ["demo"], {
      cwd: home,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: file },
      timeout: 250_000,
      ...nobody,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^albflow: .*functions.*package\.json\/\.cache\/.*XDG_CACHE_HOME/s);
  });

  longTest("checks what somebody would deploy from a folder of their own", () => {
    cpSync("albflow.example.yaml", join(home, "albflow.yaml"));
    const { status, stdout, stderr } = run("albflow", "deploy", "--check");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("prod");
  });

  longTest("is set up in an empty account, examined, used and taken away again by its commands", async () => {
    const work = join(home, "account");
    mkdirSync(work, { mode: 0o777 });
    chmodSync(work, 0o777);
    const port = String(await freePortBlock());
    const seed = join(folder, "node_modules/albflow/local/seed/example.yaml");
    const cloud = spawn(
      join(folder, "node_modules/.bin/albflow"),
      ["local", "start", "--empty", "--fast", "--json", "--port", port, "--seed", seed],
      { cwd: work, env: { PATH: process.env.PATH, HOME: home }, stdio: ["ignore", "pipe", "inherit"], ...nobody },
    );
    const albflow = (...parameters: string[]) => {
      const { status, stdout, stderr } = runIn(work, "albflow", ...parameters, "--local", "--port", port);
      return { status, said: stdout + stderr };
    };
    try {
      await once(cloud.stdout, "data");
      const succeeded = (...says: string[]) => ({
        status: 0,
        said: expect.stringMatching(new RegExp(says.join("[^]*"))) as string,
      });
      expect(albflow("init", "--yes")).toMatchObject(succeeded("albflow\\.yaml"));
      expect(albflow("bootstrap", "--yes")).toMatchObject({ status: 0 });
      expect(albflow("deploy", "--yes")).toMatchObject(succeeded("functions: 38 of 38", "flows: 26 of 26"));
      expect(albflow("doctor", "--stage", "prod")).toMatchObject(succeeded(`albflow ${version}`, "roles and policies"));
      const rotation = ["--certificate-id", "24664588-cn-hangzhou", "--successor-id", "25113402-cn-hangzhou"];
      expect(albflow("rotateCertificate", "--listener", "lsn-demo4u54y73wq7b", ...rotation, "--yes")).toMatchObject(
        succeeded("Verified"),
      );
      expect(albflow("remove", "--yes")).toMatchObject(succeeded("prod"));
    } finally {
      cloud.kill();
    }
  });

  longTest("has the components that Serverless Devs loads, and the licence of every package in it", () => {
    const installed = join(folder, "node_modules/albflow");
    for (const name of readdirSync(join(installed, "dist/components")).filter((file) => file.endsWith(".cjs"))) {
      const component = join(installed, "components", name.replace(/\.cjs$/, ""));
      const script = `const made = new (require(${JSON.stringify(component)}))({ logger: console });
        made.getSchema().then((schema) => console.log(typeof schema));`;
      expect(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" })).toMatchObject({
        status: 0,
        stderr: "",
      });
    }
    const licences = readFileSync(join(installed, "THIRD-PARTY-LICENSES.txt"), "utf8");
    expect(licences).toMatch(/^commander \d+\.\d+\.\d+: MIT$/m);
    expect(licences).not.toContain("no licence is named");
  });
});

describe("the package albflow-local, from its tarball", () => {
  test("is small, and starts a cloud from the command line", () => {
    expect(statSync(`dist/packages/albflow-local-${version}.tgz`).size).toBeLessThanOrEqual(3e6);
    expect(run("albflow-local", "--version")).toMatchObject({ stdout: `${version}\n`, status: 0 });
    expect(run("albflow-local", "stop")).toMatchObject({ status: 1, stderr: expect.stringContaining("--help") });
    const script = `
      const { spawn } = require("node:child_process");
      const child = spawn("node_modules/.bin/albflow-local", ["start", "--port", "0", "--json"]);
      child.stdout.once("data", (line) => { console.log(JSON.parse(line).environment.ALB_ENDPOINT); child.kill("SIGINT"); });
      child.once("exit", (code) => console.log("exit", code));`;
    const started = spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
    expect(started.stdout).toMatch(/^127\.0\.0\.1:\d+\nexit 0\n$/);
  });

  test("is a library for Node's own test runner", () => {
    const example = "node_modules/albflow-local/examples/listener.test.mjs";
    const { status, stdout } = spawnSync(process.execPath, ["--test", example], { cwd: folder, encoding: "utf8" });
    expect(stdout).toContain("# pass 3");
    expect(status).toBe(0);
  });

  test("is a library for vitest, with types", () => {
    cpSync("local/examples/renewal.test.ts", join(folder, "renewal.test.ts"));
    for (const name of ["vitest", "@types"])
      symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
    const vitest = [resolve("node_modules/vitest/vitest.mjs"), "run", "--root", folder, "renewal.test.ts"];
    const { status, stdout, stderr } = spawnSync(process.execPath, vitest, {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: home },
    });
    expect({ status, output: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, output: "" });
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--types",
      "node",
      "--skipLibCheck",
    ];
    const checked = spawnSync(
      process.execPath,
      [resolve("node_modules/typescript/bin/tsc"), ...options, "renewal.test.ts"],
      { cwd: folder, encoding: "utf8" },
    );
    expect(checked.stdout).toBe("");
  });
});

test("the example for GitHub Actions is YAML of a job whose steps all do something", () => {
  const { jobs } = parse(readFileSync("docs/examples/github-actions.yml", "utf8"));
  expect(jobs.test.steps.map((step: object) => "run" in step || "uses" in step)).toEqual(
    jobs.test.steps.map(() => true),
  );
});
