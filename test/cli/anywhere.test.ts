import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePortBlock } from "../../local/portBlock.ts";
import manifest from "../../package.json" with { type: "json" };
import { longTest } from "../support/sampled.ts";

/** An empty folder, and the command on PATH as npm puts it there: a link to the bin of package.json. */
const folder = mkdtempSync(join(tmpdir(), "albflow-anywhere-"));
const [empty, bin] = [join(folder, "empty"), join(folder, "bin")];
let cloud: ChildProcess | undefined;
beforeAll(() => {
  mkdirSync(empty);
  mkdirSync(bin);
  const { bin: named } = JSON.parse(readFileSync("package.json", "utf8")) as { bin: { albflow: string } };
  symlinkSync(resolve(named.albflow), join(bin, "albflow"));
});
afterAll(() => {
  cloud?.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const env = () => ({ PATH: `${bin}:${process.env.PATH}`, HOME: empty });
function albflow(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync("albflow", parameters, { cwd: empty, env: env(), encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("albflow, called by its name in an empty folder", () => {
  test("says its version and how it is used", () => {
    expect(albflow("--version")).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
    const { status, stdout } = albflow("--help");
    expect([status, stdout.split("\n")[0]]).toEqual([0, "Usage: albflow <command> [options]"]);
  });

  longTest("tells policies out of what was built", () => {
    const { status, stdout, stderr } = albflow("policy", "rotateCertificate");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("alb:UpdateListenerAttribute");
  });

  longTest("boots a local cloud with everything deployed and the example seed, and works with it", async () => {
    const port = String(await freePortBlock());
    let said = "";
    const options = ["--port", port, "--seed", "local/seed/example.yaml", "--fast", "--json"];
    cloud = spawn("albflow", ["local", "start", ...options], { cwd: empty, env: env() });
    cloud.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await vi.waitFor(() => expect(said).toContain("\n"), { timeout: 200_000, interval: 100 });
    const { functions, flows } = JSON.parse(said) as { functions: string[]; flows: string[] };
    expect(functions).toContain("albflow-rotateCertificate");
    expect(flows).toContain("albflow-rotateCertificate");
    const listed = albflow("listeners", "--local", "--port", port);
    expect(listed.stderr).toBe(`Account 1234567890123456, region cn-hangzhou, --local --port ${port}.\n`);
    expect(listed.stdout).toContain("lsn-demo4u54y73wq7b");
  });

  longTest("says in a sentence what is missing where a file of the caller's own is named", () => {
    const { status, stderr } = albflow("flows", "lint", "flows/operation.yaml");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^albflow: flows\/operation\.yaml cannot be read: /);
    const seed = albflow("local", "start", "--seed", "mine.yaml", "--port", "29000");
    expect(seed.status).toBe(1);
    expect(seed.stderr).toMatch(/^albflow: .*mine\.yaml: .*\n$/);
  });
});
