import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { albflow } from "../../test/cli/support/albflow.ts";
import { ANY, saidInFullAt, saidWithAny } from "../../test/support/said.ts";
import { inWholeSuite, longTest } from "../../test/support/sampled.ts";
import { withoutTimers } from "../../test/support/withoutTimers.ts";
import { localDeployment } from "../localDeployment.ts";

const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
let cloud: LocalCloud;
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
afterAll(() => cloud.close());

const port = () => new URL(cloud.endpoints.console).port;
const bulk = (operation: string, ...parameters: string[]) =>
  albflow([operation, ...parameters, "--local", "--port", port()]);
const timeouts = () =>
  cloud.alb
    .exportState()
    .listeners.filter(
      ({ LoadBalancerId, ListenerProtocol }) => LoadBalancerId === "alb-demo" && ListenerProtocol === "HTTP",
    )
    .map(({ ListenerId, IdleTimeout }) => [ListenerId, IdleTimeout]);
const SELECTED = ["--selector", "instance=alb-demo,protocol=HTTP"];

test("one operation is planned for all listeners that a selector names, and carried out on each", async () => {
  const before = timeouts();
  expect(before.length).toBeGreaterThan(2);
  const planned = await bulk("modifyListener", ...SELECTED, "--idle-timeout", "27", "--plan", "--detailed-exitcode");
  expect([planned.code, planned.stderr]).toEqual([4, ""]);
  for (const [listenerId] of before) expect(planned.stdout).toContain(`→  ${listenerId}`);
  expect(planned.stdout).toMatch(/Idle timeout \(s\): \d+ → 27/);
  expect(timeouts()).toEqual(before);

  const { code, stdout } = await bulk("modifyListener", ...SELECTED, "--idle-timeout", "27", "--yes", "--json");
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as { stopped: null; listeners: { listenerId: string; end: string }[] };
  expect(result.stopped).toBeNull();
  expect(result.listeners.map(({ end }) => end)).toEqual(before.map(() => "done"));
  expect(timeouts()).toEqual(before.map(([listenerId]) => [listenerId, 27]));
});

longTest("a canary that fails is the only one that is begun", async () => {
  const before = timeouts();
  const message = "the job has failed";
  const fault = { kind: "failJob", code: "InternalError", message } as const;
  // The dry runs of the plans, the canary's own, and its write.
  cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: before.length + 2 });
  const { code, stdout, stderr } = await bulk("modifyListener", ...SELECTED, "--idle-timeout", "33", "--yes", "--json");
  cloud.faults.clear();
  expect(code).toBe(3);
  const { stopped, listeners } = JSON.parse(stdout) as { stopped: string; listeners: { end: string | null }[] };
  expect([stopped, listeners.map(({ end }) => end)]).toEqual([
    "canary",
    ["undone", ...before.slice(1).map(() => null)],
  ]);
  expect(stderr).toMatch(saidWithAny(reason("bulk-stopped", { cause: "canary", listenerIds: [ANY] })));
  expect(timeouts()).toEqual(before);
});

test("a place is where it is looked for, and nothing at home is changed instead", async () => {
  const before = timeouts();
  for (const there of [
    ["--region", "cn-shanghai"],
    ["--account", "2222222222222222"],
    ["--regions", "cn-shanghai"],
  ]) {
    const { code, stderr } = await bulk("modifyListener", ...SELECTED, "--idle-timeout", "28", ...there, "--yes");
    expect([there, code]).toEqual([there, 1]);
    expect(stderr).toContain(`${SELECTED[1]}`);
  }
  expect(timeouts()).toEqual(before);
});

test.each([["--listener", "lsn-plain"], ["--name", "mine"], ["--no-wait"]])(
  "a selector is refused beside %s, which is about one listener",
  async (...option) => {
    const { code, stderr } = await bulk("modifyListener", ...SELECTED, "--idle-timeout", "29", ...option, "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("--selector");
    expect(timeouts().map(([, timeout]) => timeout)).not.toContain(29);
  },
);

test("a listener that cannot be planned costs itself", async () => {
  const others = timeouts().map(([listenerId]) => listenerId);
  cloud.faults.add({
    service: "alb",
    action: "GetListenerAttribute",
    resource: String(others[0]),
    fault: { kind: "throttle" },
  });
  const { code, stdout } = await bulk("modifyListener", ...SELECTED, "--idle-timeout", "30", "--plan", "--json");
  cloud.faults.clear();
  const plans = (JSON.parse(stdout) as { plans: { state: string }[] }).plans.map(({ state }) => state);
  expect([code, plans.filter((state) => state === "refused").length, plans.length]).toEqual([2, 1, others.length]);
});

test("an input that names a place is refused: what is selected is changed where it is", async () => {
  const before = timeouts();
  const input = JSON.stringify({ idleTimeout: 28, region: "cn-shanghai" });
  const { code, stderr } = await bulk("modifyListener", ...SELECTED, "--input", input, "--yes");
  expect(code).not.toBe(0);
  const problems = [reason("option-unknown", { option: "--input: region" })];
  expect(stderr).toContain(
    saidInFullAt(` --local --port ${port()}`, reason("options-invalid", { operation: "modifyListener", problems })),
  );
  expect(timeouts()).toEqual(before);
});

test("a selector that fits nothing, or is none, says so before anything is planned", async () => {
  const nothing = await bulk("modifyListener", "--selector", "name=nothing-*", "--idle-timeout", "27");
  expect(nothing.code).not.toBe(0);
  expect(nothing.stderr).toContain(
    saidInFullAt(` --local --port ${port()}`, reason("selector-empty", { selector: "name=nothing-*" })),
  );
  const none = await bulk("modifyListener", "--selector", "colour=red", "--idle-timeout", "27");
  expect(none.stderr).toContain(
    saidInFullAt(` --local --port ${port()}`, reason("selector-invalid", { part: "colour=red" })),
  );
});

describe("certificates", () => {
  const held = () =>
    cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-demo4u54y73wq7b")?.Certificates;
  const PAIR = { certificateId: "24664588-cn-hangzhou", successorId: "25113402-cn-hangzhou" };

  inWholeSuite(() => {
    test("are selected by domain and by when they end, and each is planned with its own successor", async () => {
      const planned = await bulk(
        "rotateCertificate",
        "--selector",
        "domain=shop.*,expires=30d",
        "--plan",
        "--detailed-exitcode",
      );
      expect([planned.code, planned.stderr]).toEqual([4, ""]);
      expect(planned.stdout).toMatch(/→ {2}lsn-demo4u54y73wq7b {2}.*24664588-cn-hangzhou → 25113402-cn-hangzhou/);
      const asked = await bulk("rotateCertificate", "--selector", "instance=alb-demo", "--plan", "--output", "json");
      expect(asked.code).toBe(2);
      const { plans } = JSON.parse(asked.stdout) as { plans: Record<string, unknown>[] };
      const [one, ...others] = plans.filter(({ successorId }) => successorId !== null);
      expect([one, others]).toMatchObject([{ listenerId: "lsn-demo4u54y73wq7b", region: "cn-hangzhou", ...PAIR }, []]);
      expect(plans.find(({ certificateId }) => certificateId === "24870011-cn-hangzhou")).toMatchObject({
        state: "refused",
        successorId: null,
      });
    });
  });

  inWholeSuite(() => {
    test("select listeners, too, for what is done to listeners", async () => {
      const { code, stdout } = await bulk(
        "modifyListener",
        "--selector",
        "domain=partner.*",
        "--idle-timeout",
        "27",
        "--plan",
        "--json",
      );
      const { plans } = JSON.parse(stdout) as { plans: { listenerId: string }[] };
      expect([code, plans.map(({ listenerId }) => listenerId)]).toEqual([0, ["lsn-demo4u54y73wq7b"]]);
    });
  });

  longTest("are named, and each is followed by its successor wherever it is held", async () => {
    const both = await bulk(
      "rotateCertificate",
      "--certificates",
      PAIR.certificateId,
      "--successor-id",
      PAIR.successorId,
    );
    expect([both.code, both.stderr]).toEqual([1, expect.stringContaining("exclude each other")]);
    const { code, stdout } = await bulk("rotateCertificate", "--certificates", PAIR.certificateId, "--yes", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      stopped: null,
      listeners: [{ listenerId: "lsn-demo4u54y73wq7b", ...PAIR, end: "done" }],
    });
    expect(held()).toEqual([expect.objectContaining({ CertificateId: PAIR.successorId })]);
  });

  test("that nobody holds are not found", async () => {
    const { code, stderr } = await bulk("rotateCertificate", "--certificates", "1-cn-hangzhou");
    expect(code).toBe(1);
    expect(stderr).toContain(
      saidInFullAt(` --local --port ${port()}`, reason("selector-empty", { selector: "1-cn-hangzhou" })),
    );
  });
});

test("what became of an execution has the code of its operation, whoever asks, and one that never was has that of a failure", async () => {
  const fault = { kind: "failJob", code: "InternalError", message: "the job has failed" } as const;
  cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 3 });
  const asked = ["--listener", "lsn-plain", "--idle-timeout", "44", "--name", "taken-back", "--yes"];
  expect((await bulk("modifyListener", ...asked)).code).toBe(3);
  cloud.faults.clear();
  expect((await bulk("execution", "taken-back")).code).toBe(3);
  expect((await bulk("execution", "taken-back", "--json")).code).toBe(3);
  expect((await bulk("watch", "taken-back")).code).toBe(3);
  expect((await bulk("execution", "never-was")).code).toBe(1);
});

test("an execution is found by the name of its operation, and what takes it back says which listener it is about", async () => {
  const asked = ["--listener", "lsn-plain", "--idle-timeout", "46", "--name", "by-name", "--yes"];
  expect((await bulk("modifyListener", ...asked)).code).toBe(0);
  expect((await bulk("execution", "by-name", "modifyListener")).code).toBe(0);
  expect((await bulk("undo", "by-name", "--yes")).code).toBe(0);
  const { stdout } = await bulk("executions", "modifyListener", "--json");
  const { executions } = JSON.parse(stdout) as { executions: { name: string; listenerId: string }[] };
  expect(executions).toContainEqual(expect.objectContaining({ name: "by-name", listenerId: "lsn-plain" }));
  // The newest is the one that takes it back.
  expect(executions[0]).toMatchObject({ name: expect.not.stringMatching(/^by-name$/), listenerId: "lsn-plain" });
  const wrong = await bulk("executions", "--since", "yesterday");
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("2026-01-02T03:04:05Z")]);
});

test("the environment of a local cloud leads to all of it, and what clears a fault leads there, too", async () => {
  const { stdout } = await albflow(["local", "env", "--port", port(), "--json"]);
  const given = JSON.parse(stdout) as Record<string, string>;
  expect(given).toEqual(cloud.environment);
  const added = await albflow(["local", "fault", "add", "throttle", "--action", "StopListener", "--port", port()]);
  expect(added.stdout).toContain(` --port ${port()}`);
  cloud.faults.clear();
});

test.each([
  ["65526", 0],
  ["65527", 1],
])("ten ports have to fit behind the first: %s", async (first, code) => {
  expect((await albflow(["local", "env", "--port", first, "--json"])).code).toBe(code);
});
