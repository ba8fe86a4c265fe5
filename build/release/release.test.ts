import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { longGroup } from "../../test/support/sampled.ts";

const DATE = new Date().toISOString().slice(0, 10);
const folder = mkdtempSync(join(tmpdir(), "albflow-release-"));
const home = join(folder, "home");
const work = join(folder, "work");

/** What npm's registry answers to `npm audit`. */
let advisories: { status: number; body: object };
const registry = createServer((request, response) => {
  request.resume();
  const { status, body } = request.url?.endsWith("/advisories/bulk") ? advisories : { status: 404, body: {} };
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});

/** A project of two packages, whose scripts only write down that they ran. */
beforeEach(() => {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, "local"), { recursive: true });
  mkdirSync(join(work, "docs"));
  advisories = { status: 200, body: {} };
  const note = (what: string) => `node -e "fs.appendFileSync('../ran', '${what} ')"`;
  const write = (file: string, content: object | string) =>
    writeFileSync(join(work, file), typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`);
  write("package.json", {
    name: "albflow",
    version: "0.1.0",
    workspaces: ["local"],
    repository: { url: "git+https://example.com/albflow.git" },
    scripts: { generate: note("generate"), "test:all": note("tests"), pack: note("pack") },
    dependencies: { inner: "1.0.0" },
  });
  write("local/package.json", {
    name: "albflow-local",
    version: "0.1.0",
    repository: { url: "git+https://example.com/albflow.git" },
  });
  write("package-lock.json", {
    name: "albflow",
    version: "0.1.0",
    lockfileVersion: 3,
    packages: {
      "": { name: "albflow", version: "0.1.0", workspaces: ["local"], dependencies: { inner: "1.0.0" } },
      local: { name: "albflow-local", version: "0.1.0" },
      "node_modules/albflow-local": { resolved: "local", link: true },
      "node_modules/inner": { version: "1.0.0" },
    },
  });
  write("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n- # A filter.\n");
  write("docs/getting-started.md", "albflow 0.1.0\n");
  write(".gitignore", "dist/\n");
  cpSync("build/release", join(work, "build/release"), { recursive: true });
  write("build/release/excusedAdvisories.json", "[]\n");
  rmSync(join(folder, "ran"), { force: true });
  git("init", "--quiet", "--initial-branch", "main");
  git("config", "user.name", "Rita");
  git("config", "user.email", "rita@example.com");
  commitAll();
});

beforeAll(async () => {
  mkdirSync(home);
  await new Promise<void>((done) => registry.listen(0, "127.0.0.1", done));
});
afterAll(() => {
  registry.close();
  rmSync(folder, { recursive: true });
});

function git(...parameters: string[]): string {
  return execFileSync("git", parameters, { cwd: work, encoding: "utf8", env: { ...process.env, HOME: home } }).trim();
}

function commitAll() {
  git("add", "--all");
  git("commit", "--quiet", "--message", "A filter");
}

const read = (file: string) => readFileSync(join(work, file), "utf8");
const versionIn = (file: string) => JSON.parse(read(file)).version;
const ran = () => (existsSync(join(folder, "ran")) ? readFileSync(join(folder, "ran"), "utf8").trim() : "");

/** Runs the script in that project. */
async function run(script: string, parameters: string[] = [], environment: Record<string, string> = {}) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: _, ...around } = process.env;
  const child = spawn(process.execPath, [`build/release/${script}.mjs`, ...parameters], {
    cwd: work,
    env: {
      ...around,
      HOME: home,
      npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
      npm_config_update_notifier: "false",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code], said] = await Promise.all([once(child, "close"), text(child.stderr), text(child.stdout)]);
  return { code, said: said.split("\n").filter((line) => line !== "") };
}

longGroup("npm run release", () => {
  test("writes the version where it stands, tests and packs what it wrote, commits and tags", async () => {
    const { code, said } = await run("release", ["0.2.0"]);
    expect(said.slice(-2)).toEqual([
      "albflow 0.2.0 is committed and has the tag v0.2.0; both packages are in dist/packages.",
      "Next: git push origin main v0.2.0. .github/workflows/release.yml then publishes them with their provenance.",
    ]);
    expect(code).toBe(0);
    expect(ran()).toBe("generate tests pack");
    expect(["package.json", "local/package.json", "package-lock.json"].map(versionIn)).toEqual(Array(3).fill("0.2.0"));
    const { packages } = JSON.parse(read("package-lock.json"));
    expect([packages[""].version, packages.local.version, packages["node_modules/inner"].version]).toEqual([
      "0.2.0",
      "0.2.0",
      "1.0.0",
    ]);
    expect(read("docs/getting-started.md")).toBe("albflow 0.2.0\n");
    expect(read("CHANGELOG.md")).toBe(`# Changes\n\n## Unreleased\n\n## 0.2.0 (${DATE})\n\n- # A filter.\n`);
    expect(git("log", "-1", "--format=%s")).toBe("albflow 0.2.0");
    expect(git("rev-parse", "v0.2.0^{commit}")).toBe(git("rev-parse", "HEAD"));
    expect(git("for-each-ref", "--format=%(objecttype) %(contents)", "refs/tags/v0.2.0")).toBe(
      "tag albflow 0.2.0\n\n- # A filter.",
    );
    expect(git("status", "--porcelain")).toBe("");
  });

  test.each([
    ["0.2", [], '"0.2" is no version. Usage: npm run release -- 1.2.3'],
    ["0.1.0", [], "0.1.0 is not later than 0.1.0, which package.json has."],
    ["0.0.10", [], "0.0.10 is not later than 0.1.0, which package.json has."],
    ["0.2.0", [["switch", "-qc", "other"]], "Releases are made on main, and this is other."],
    ["0.2.0", [["tag", "v0.2.0"]], "The tag v0.2.0 is there already."],
    [
      "0.2.0",
      [["rm", "-q", "docs/getting-started.md"]],
      "Some changes are not committed: commit them, or put them aside.",
    ],
  ] as const)("refuses %s after %j, and leaves everything as it was", async (version, commands, refusal) => {
    for (const command of commands) git(...command);
    const before = [git("rev-parse", "HEAD"), git("status", "--porcelain"), git("tag")];
    const { code, said } = await run("release", [version]);
    expect({ code, said }).toEqual({ code: 1, said: [refusal, `Nothing is released as ${version}.`] });
    expect([git("rev-parse", "HEAD"), git("status", "--porcelain"), git("tag")]).toEqual(before);
    expect(ran()).toBe("");
  });

  test("refuses a release of which the changelog says nothing", async () => {
    writeFileSync(join(work, "CHANGELOG.md"), "# Changes\n\n## Unreleased\n\n## 0.1.0\n\n- The first.\n");
    commitAll();
    const { code, said } = await run("release", ["0.2.0"]);
    expect([code, said[0]]).toEqual([1, 'CHANGELOG.md says nothing under "Unreleased".']);
  });

  test("refuses a package with a known weakness, and goes through once it is excused", async () => {
    const url = "https://github.com/advisories/GHSA-aaaa-bbbb-cccc";
    const found = { id: 1, url, title: "Prototype pollution", severity: "high", vulnerable_versions: "<2.0.0" };
    advisories.body = { inner: [found] };
    const { code, said } = await run("release", ["0.2.0"]);
    expect(said[0]).toBe(
      "inner has a known weakness (GHSA-aaaa-bbbb-cccc, high): Prototype pollution. Update it, or excuse it in build/release/excusedAdvisories.json.",
    );
    expect([code, ran()]).toEqual([1, ""]);
    const excuse = { advisory: "GHSA-aaaa-bbbb-cccc", why: "It reads only what we write.", until: DATE };
    writeFileSync(join(work, "build/release/excusedAdvisories.json"), JSON.stringify([excuse]));
    commitAll();
    expect((await run("release", ["0.2.0"])).code).toBe(0);
  });

  test("does not take a registry that refuses to say for one that knows no weakness", async () => {
    advisories = { status: 405, body: { message: "Method Not Allowed" } };
    const { code, said } = await run("release", ["0.2.0"]);
    expect(said[0]).toMatch(/^npm audit cannot ask the registry for known weaknesses: .*405/);
    expect([code, ran()]).toEqual([1, ""]);
  });

  test("puts everything back when a test fails", async () => {
    const manifest = JSON.parse(read("package.json"));
    manifest.scripts["test:all"] = "exit 3";
    writeFileSync(join(work, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    commitAll();
    const before = git("rev-parse", "HEAD");
    const { code, said } = await run("release", ["0.2.0"]);
    expect(code).toBe(1);
    expect(said.slice(-2)).toEqual([
      "npm run test:all ended with exit code 3.",
      "Nothing is released as 0.2.0: the files are as before.",
    ]);
    expect([git("rev-parse", "HEAD"), git("status", "--porcelain"), git("tag"), versionIn("package.json")]).toEqual([
      before,
      "",
      "",
      "0.1.0",
    ]);
  });
});

longGroup("npm run release, when git does not take the tag", () => {
  test("takes the commit back, too", async () => {
    git("tag", "v0.2.0/first");
    const before = git("rev-parse", "HEAD");
    const { code, said } = await run("release", ["0.2.0"]);
    expect(code).toBe(1);
    expect(said.at(-2)).toContain("git tag failed");
    expect([git("rev-parse", "HEAD"), git("status", "--porcelain"), versionIn("package.json")]).toEqual([
      before,
      "",
      "0.1.0",
    ]);
  });
});

longGroup("npm run release:publish", () => {
  const inAction = { ACTIONS_ID_TOKEN_REQUEST_URL: "http://127.0.0.1:1/token" };

  /** npm in its place, which writes down what it is asked to publish; it knows these packages (`name@version`). */
  function withNpm(
    published: string[],
    packed = "dist/packages/albflow-0.1.0.tgz dist/packages/albflow-local-0.1.0.tgz",
  ) {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const known = published.map((name) => `"view ${name} version") echo 0.1.0 ;;`).join(" ");
    writeFileSync(
      join(bin, "npm"),
      `#!/bin/sh\ncase "$*" in ${known} "view "*) ;; "run pack") mkdir -p dist/packages; touch ${packed} ;; *) echo "$*" >> ../ran ;; esac\n`,
      { mode: 0o755 },
    );
    return { ...inAction, PATH: `${bin}:${process.env.PATH}` };
  }

  test.each([
    [
      "both packages with their provenance, the local cloud first",
      [],
      "publish dist/packages/albflow-local-0.1.0.tgz --provenance --access public\npublish dist/packages/albflow-0.1.0.tgz --provenance --access public",
    ],
    [
      "what an interrupted run has not published",
      ["albflow-local@0.1.0"],
      "publish dist/packages/albflow-0.1.0.tgz --provenance --access public",
    ],
    ["nothing again", ["albflow-local@0.1.0", "albflow@0.1.0"], ""],
  ])("publishes %s", async (_what, published, commands) => {
    git("tag", "v0.1.0");
    expect((await run("publish", [], withNpm(published))).code).toBe(0);
    expect(ran()).toBe(commands);
  });

  test("ends with what is missing when packing has left no package", async () => {
    git("tag", "v0.1.0");
    const { code, said } = await run("publish", [], withNpm([], "dist/packages/albflow-0.1.0.tgz"));
    expect(code).toBe(1);
    expect(said).toEqual([expect.stringContaining("dist/packages/albflow-local-0.1.0.tgz")]);
    expect(ran()).toBe("");
  });

  test("publishes nothing from another commit, a changed one, elsewhere, or without the repository's address", async () => {
    const manifest = JSON.parse(read("local/package.json"));
    delete manifest.repository;
    writeFileSync(join(work, "local/package.json"), JSON.stringify({ ...manifest, version: "0.1.1" }));
    const { code, said } = await run("publish");
    expect({ code, said }).toEqual({
      code: 1,
      said: [
        "This commit does not have the tag v0.1.1: npm run release makes it.",
        "Some files are not as they were committed.",
        "The two packages differ in their version.",
        'local/package.json names no repository, which provenance needs: "repository": { "url": "git+https://…" }.',
        'Provenance is made by a workflow with "id-token: write", not on this machine.',
        "Nothing is published.",
      ],
    });
  });
});

test("the workflow that publishes runs at a release's tag, and may have npm sign who it is", async () => {
  const { parse } = await import("yaml");
  const { on, jobs } = parse(readFileSync(resolve(".github/workflows/release.yml"), "utf8"));
  expect(on).toEqual({ push: { tags: ["v*"] } });
  expect(jobs.publish.permissions).toEqual({ contents: "read", "id-token": "write" });
  expect(jobs.publish.steps.flatMap(({ run: command }: { run?: string }) => command ?? [])).toEqual([
    "npm ci",
    "npm run release:publish",
  ]);
});
