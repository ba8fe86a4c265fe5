import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { albflow } from "../../test/cli/support/albflow.ts";
import { coded } from "../../test/support/coded.ts";
import { said, saidInFull, saidInFullAt } from "../../test/support/said.ts";
import { inWholeSuite, longTest, sampled } from "../../test/support/sampled.ts";
import { withoutTimers } from "../../test/support/withoutTimers.ts";
import { localDeployment } from "../localDeployment.ts";

const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
const REASON = ["--reason", "the wrong listener"];
let cloud: LocalCloud;
let started = 0;
beforeAll(async () => {
  cloud = await startLocalCloud({
    ...place,
    port: await freePortBlock(),
    seed: "local/seed/example.yaml",
    fast: true,
    deployment: withoutTimers(localDeployment(place)),
  });
  cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
});
beforeEach(() => cloud.faults.clear());
afterAll(() => cloud.close());

const port = () => new URL(cloud.endpoints.console).port;
const local = (...parameters: string[]) => albflow([...parameters, "--local", "--port", port()]);
const idleTimeout = () =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-plain")?.IdleTimeout;

/** A change that is made, and is being verified for a while; its execution. */
async function changing(timeout: number): Promise<string> {
  started += 1;
  const name = `change-${started}`;
  const fault = { kind: "delay", ms: 20_000 } as const;
  cloud.faults.add({ service: "fc", action: "InvokeFunction", resource: "functions/albflow-verify", fault, count: 1 });
  const change = ["modifyListener", "--listener", "lsn-plain", "--idle-timeout", `${timeout}`, "--name", name];
  expect(await local(...change, "--no-wait")).toMatchObject({ code: 0 });
  await expect.poll(idleTimeout, { timeout: 200_000 }).toBe(timeout);
  const steps = () => cloud.cloudFlow.state.flows.get("albflow-modifyListener")?.executions.get(name)?.history ?? [];
  await expect
    .poll(() => steps().findLast(({ type }) => type === "StepEntered")?.step, { timeout: 200_000 })
    .toBe("Verify");
  return name;
}

describe("albflow stop", () => {
  test("takes back what was changed, follows that to its end, and ends with 0", async () => {
    const before = idleTimeout();
    const name = await changing(41);
    const { code, stdout, stderr } = await local("stop", name, ...REASON, "--as", "olga");
    expect(stderr).toBe("");
    const stop = { by: "olga", execution: name, why: "the wrong listener" };
    expect(stdout).toContain(`${saidInFull(reason("stopped-undoing", { ...stop, rollbackTarget: `back-${name}` }))}\n`);
    expect(stdout).toMatch(/✓ VerifyUndone/);
    const back = reason("rolled-back", { resource: "lsn-plain", newId: null, keptName: null, kept: [] });
    const [seen = "", end, ...earlier] = stdout.trimEnd().split("\n").reverse();
    expect(end).toBe(saidInFull(back));
    expect(earlier.length).toBeGreaterThan(0);
    expect(seen).toMatch(/0 of \d+ requests? failed \(0 %\)/);
    expect([code, idleTimeout()]).toEqual([0, before]);
    const listed = await local("executions", "albflow-modifyListener");
    expect(listed.stdout).toContain(
      said(reason("stopped-by", { by: "olga", why: "the wrong listener", rollback: `back-${name}` })),
    );
    const reported = await local("execution", name);
    expect(reported.stdout).toContain(
      saidInFull(reason("stopped-undoing", { ...stop, rollbackTarget: `back-${name}` })),
    );
  });

  inWholeSuite(() => {
    test("leaves it with --leave, and says that nobody watches it", async () => {
      const name = await changing(42);
      const { code, stdout } = await local("stop", name, ...REASON, "--leave", "--as", "olga", "--json");
      const reported = JSON.parse(stdout);
      expect(reported).toMatchObject({
        execution: name,
        stopped: { by: "olga", why: "the wrong listener", mode: "leave", rollbackTarget: `back-${name}` },
        verdict: { state: "left" },
      });
      expect(reported.reason).toMatchObject({
        code: "stopped-left",
        params: {
          by: "olga",
          execution: name,
          why: "the wrong listener",
          listenerId: "lsn-plain",
          writes: [
            {
              action: "alb:UpdateListenerAttribute",
              resource: "lsn-plain",
              changes: [{ field: "IdleTimeout", before: "15", after: "42" }],
              outcome: "done",
              back: false,
            },
          ],
          moreWrites: 0,
          steps: [coded("step-update-listener", { fields: ["IdleTimeout"], listenerId: "lsn-plain" })],
          moreSteps: 0,
        },
        message: expect.any(String),
        next: expect.any(String),
      });
      expect([code, idleTimeout()]).toEqual([0, 42]);
      const listed = await local("executions", "albflow-modifyListener");
      expect(listed.stdout).toContain(
        said(reason("stopped-by", { by: "olga", why: "the wrong listener", rollback: null })),
      );
      expect(await local("undo", name, "--yes")).toMatchObject({ code: 0 });
    });
  });

  longTest("of what waits for somebody's word says that nothing was changed", async () => {
    const ask = ["stopListener", "--listener", "lsn-plain", "--yes", "--no-wait", "--name", "asks"];
    expect(await local(...ask)).toMatchObject({ code: 0 });
    const { code, stdout } = await local("stop", "asks", ...REASON, "--as", "olga");
    const stop = { by: "olga", execution: "asks", why: "the wrong listener", hasBegun: true };
    expect(stdout).toContain(saidInFull(reason("stopped-before-changes", stop)));
    expect(code).toBe(0);
  });

  longTest("of what has ended says so, and ends with 2", async () => {
    const change = ["modifyListener", "--listener", "lsn-plain", "--idle-timeout", "43", "--name", "done"];
    expect(await local(...change)).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await local("stop", "done", ...REASON);
    const last = reason("text", { text: "how it has ended" });
    const tooLate = reason("stop-too-late", { execution: "done", last });
    const [begin = "", end = ""] = saidInFullAt(` --local --port ${port()}`, tooLate).split(last.params.text);
    expect(stderr.startsWith(`albflow: ${begin}`)).toBe(true);
    expect(stderr.endsWith(`${end}\n`)).toBe(true);
    expect([code, stdout]).toEqual([2, ""]);
  });

  const UNFIT: [what: string, parameters: string[], sentence: string][] = [
    ["no reason", ["stop", "x"], saidInFull(reason("stop-reason-missing", { most: 500 }))],
    ["a blank reason", ["stop", "x", "--reason", " "], saidInFull(reason("stop-reason-missing", { most: 500 }))],
    [
      "a long reason",
      ["stop", "x", "--reason", "x".repeat(501)],
      saidInFull(reason("stop-reason-missing", { most: 500 })),
    ],
    [
      "a name that is none",
      ["stop", "a b", ...REASON],
      saidInFullAt(" --local --port 1", reason("execution-name-invalid", { execution: "a b" })),
    ],
    ["nobody", ["stop", "x", ...REASON, "--as", " "], "with --as"],
  ];
  test.each(sampled(3, UNFIT))("with %s is refused before anything is called", async (_, parameters, sentence) => {
    // Nothing answers there.
    const { code, stderr } = await albflow([...parameters, "--local", "--port", "1"]);
    expect(stderr).toContain(sentence);
    expect(code).toBe(1);
  });

  test("tells in its help what its exit codes mean", async () => {
    const { code, stdout } = await albflow(["stop", "--help"]);
    expect(code).toBe(0);
    for (const word of ["--reason <text>", "--leave", "--no-wait", "--json", "  2  there is nothing to stop"]) {
      expect(stdout).toContain(word);
    }
  });
});
