import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { albflow } from "../../test/cli/support/albflow.ts";
import { ANY, saidInFull, saidWithAny } from "../../test/support/said.ts";
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

const bulk = (operation: string, ...parameters: string[]) =>
  albflow([operation, ...parameters, "--local", "--port", new URL(cloud.endpoints.console).port]);
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
  expect(timeouts()).toEqual(before);

  const { code, stdout } = await bulk("modifyListener", ...SELECTED, "--idle-timeout", "27", "--yes", "--json");
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as { stopped: null; listeners: { listenerId: string; end: string }[] };
  expect(result.stopped).toBeNull();
  expect(result.listeners.map(({ end }) => end)).toEqual(before.map(() => "done"));
  expect(timeouts()).toEqual(before.map(([listenerId]) => [listenerId, 27]));
});

test("a canary that fails is the only one that is begun", async () => {
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

test("a selector that fits nothing, or is none, says so before anything is planned", async () => {
  const nothing = await bulk("modifyListener", "--selector", "name=nothing-*", "--idle-timeout", "27");
  expect(nothing.code).not.toBe(0);
  expect(nothing.stderr).toContain(saidInFull(reason("selector-empty", { selector: "name=nothing-*" })));
  const none = await bulk("modifyListener", "--selector", "colour=red", "--idle-timeout", "27");
  expect(none.stderr).toContain(saidInFull(reason("selector-invalid", { part: "colour=red" })));
});
