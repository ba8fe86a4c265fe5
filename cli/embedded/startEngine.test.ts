import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { albflow } from "../../test/cli/support/albflow.ts";
import { ANY, saidInFull, saidWithAny, said as shown } from "../../test/support/said.ts";
import { inWholeSuite, longTest, sampled } from "../../test/support/sampled.ts";
import { withoutTimers } from "../../test/support/withoutTimers.ts";
import { localDeployment } from "../localDeployment.ts";

const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
const seed = "local/seed/example.yaml";

/** One account has albflow deployed, the other has nothing: commands do the same in both. */
describe("albflow --embedded", () => {
  let bare: LocalCloud;
  let deployed: LocalCloud;
  const home = mkdtempSync(join(tmpdir(), "albflow-home-"));
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    bare = await startLocalCloud({ ...target, port: 0, seed, fast: true });
    const port = await freePortBlock();
    deployed = await startLocalCloud({
      ...target,
      port,
      seed,
      fast: true,
      deployment: withoutTimers(localDeployment(target)),
    });
    for (const { sls } of [bare, deployed]) sls.ensure({ project: "albflow-reports", logstore: "albflow" });
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });
  afterAll(async () => {
    await Promise.all([bare.close(), deployed.close()]);
    rmSync(home, { recursive: true });
  });

  function environment(): Record<string, string> {
    const { alb, cas, log, cms, lowPortOffset } = bare.endpoints;
    return {
      HOME: home,
      ALBFLOW_HOME: join(home, "engine"),
      ALIBABA_CLOUD_ACCESS_KEY_ID: "local",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "local",
      ALIBABA_CLOUD_ACCOUNT_ID: target.accountId,
      ALBFLOW_ENDPOINT_ALB: alb,
      ALBFLOW_ENDPOINT_CAS: cas,
      ALBFLOW_ENDPOINT_LOG: log,
      ALBFLOW_ENDPOINT_CMS: cms,
      ALBFLOW_PORT_OFFSET: String(lowPortOffset),
    };
  }
  const embedded = (...parameters: string[]) => albflow([...parameters, "--embedded"], environment());
  const local = (...parameters: string[]) =>
    albflow([...parameters, "--local", "--port", new URL(deployed.endpoints.console).port], { HOME: home });
  function background(...parameters: string[]): { child: ChildProcess; said: () => string } {
    const env = { PATH: process.env.PATH, ...environment() };
    const child = spawn(process.execPath, ["dist/cli/albflow.js", ...parameters, "--embedded"], { env });
    running.push(child);
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
    });
    return { child, said: () => said };
  }
  const statusOf = (cloud: LocalCloud, id: string) =>
    cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === id)?.ListenerStatus;

  /** Times, names of executions and ids of requests and jobs are each run's own. */
  const withoutMoments = (text: string) =>
    text
      .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z| [\d:]+( UTC| \([\d: -]+UTC\)))/g, "<time>")
      .replaceAll(/[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}/gi, "<id>")
      .replaceAll(/cli-\w+-\w+/g, "<execution>")
      .replaceAll(/ --(?:embedded|local|port \d+)/g, "");

  const COMMANDS: [string[], number][] = [
    [["startListener", "--listener", "lsn-stopped", "--name", "first"], 0],
    [["listeners"], 0],
    [["startListener", "--listener", "lsn-stopped", "--plan"], 0],
    [["startListener", "--listener", "lsn-stopped"], 0],
    [["undo", "first", "--yes", "--name", "back", "--plan"], 0],
    [["modifyListener", "--listener", "lsn-plain", "--listener-description", "renamed"], 0],
    [["startListener", "--listener", "lsn-nobody"], 2],
    [["stopListener", "--listener", "lsn-plain"], 2],
    [["execution", "nobody"], 2],
  ];
  test.each(sampled(9, COMMANDS))(
    "%j says and does what it does against a deployment",
    async (parameters, expected) => {
      const [here, there] = [await embedded(...parameters), await local(...parameters)];
      expect(withoutMoments(here.stdout)).toBe(withoutMoments(there.stdout));
      expect([here.code, there.code]).toEqual([expected, expected]);
      const listeners = (cloud: LocalCloud) =>
        cloud.alb.exportState().listeners.map(({ ListenerId, ListenerStatus, ListenerDescription }) => ({
          ListenerId,
          ListenerStatus,
          ListenerDescription,
        }));
      expect(listeners(bare)).toEqual(listeners(deployed));
    },
  );

  longTest("keeps what was done, and takes it back with another command", async () => {
    const description = () =>
      bare.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-plain")?.ListenerDescription;
    const before = description();
    const change = ["modifyListener", "--listener", "lsn-plain", "--listener-description", "for-a-while"];
    expect(await embedded(...change, "--name", "m1")).toMatchObject({ code: 0 });
    const taken = await embedded("modifyListener", "--listener", "lsn-ruled", "--idle-timeout", "44", "--name", "m1");
    expect(taken).toMatchObject({ code: 2, stdout: "" });
    const earlier = { operation: "modifyListener", input: ANY };
    expect(taken.stderr).toMatch(
      saidWithAny(reason("execution-name-taken", { execution: "m1", earlier, asked: { ...earlier } })),
    );
    expect(taken.stderr).toContain('"idleTimeout":44');
    const own = await embedded(...change, "--name", "renew-x");
    expect(own).toMatchObject({ code: 1, stderr: expect.stringContaining("albflow's own") });
    expect(description()).toBe("for-a-while");
    expect((await embedded("executions")).stdout).toMatch(/Succeeded +albflow-modifyListener +m1 /);
    expect(await embedded("undo", "m1")).toMatchObject({ code: 0 });
    expect(description()).toBe(before);
  });

  inWholeSuite(() => {
    test("waits for somebody else's word, which a second command gives at the first one's engine", async () => {
      const { child, said } = background(
        "stopListener",
        "--listener",
        "lsn-ruled",
        "--yes",
        "--name",
        "stop",
        "--as",
        "olga",
      );
      await vi.waitFor(() => expect(said()).toContain("waits for somebody to agree"), { timeout: 200_000 });
      const refusals: [refusal: Reason, ...parameters: string[]][] = [
        [reason("vote-of-requester", { approver: "OLGA", round: 1 }), "--as", "OLGA"],
        [reason("denial-without-comment"), "--as", "ada", "--deny"],
        [reason("person-name-unfit", { name: "olga\u200B", problem: reason("name-invisible") }), "--as", "olga\u200B"],
      ];
      for (const [refusal, ...parameters] of sampled(3, refusals)) {
        const refused = await embedded("approve", "stop", ...parameters);
        expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(saidInFull(refusal)) });
        expect(refused.stdout).not.toMatch(/Agreed|Denied/);
      }
      expect(statusOf(bare, "lsn-ruled")).toBe("Running");
      expect(await embedded("approve", "stop", "--as", "ada")).toMatchObject({ code: 0 });
      const [code] = await once(child, "exit");
      expect({ code, status: statusOf(bare, "lsn-ruled") }).toEqual({ code: 0, status: "Stopped" });
    });
  });

  longTest("goes on after it was killed, when the next command comes", async () => {
    const { child, said } = background("stopListener", "--listener", "lsn-traced", "--yes", "--name", "killed");
    await vi.waitFor(() => expect(said()).toContain("waits for somebody to agree"), { timeout: 200_000 });
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await embedded("approve", "killed", "--as", "ada")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(
        shown(reason("embedded-waits", { executions: ["killed of albflow-stopListener"] })),
      ),
    });
    expect(statusOf(bare, "lsn-traced")).toBe("Stopped");
  });

  test("runs as long as its command, so it does not go away before its work", async () => {
    const refused = await embedded("startListener", "--listener", "lsn-stopped", "--no-wait");
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(saidInFull(reason("embedded-must-wait"))),
    });
  });
});
