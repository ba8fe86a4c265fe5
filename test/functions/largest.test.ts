import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localSession } from "../../cli/localSession.ts";
import type { Snapshot } from "../../local/cloud.ts";
import { storyOf } from "../../shared/core/verdict.ts";
import { openAlb } from "../../shared/platform/clients/alb.ts";
import { allPages, collect } from "../../shared/platform/clients/pages.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

/** What a state's input and output may have at most, of CloudFlow's 64 KiB. */
const PAYLOAD_BYTES = 48 * 1024;
const LISTENER = "lsn-plain";
/** As many as a listener may have; half of them are too many for a state, too. */
const RULES = sampled(2, [50, 100]).at(-1) ?? 0;

let cloud: SimulatedCloud;
let withRules: Snapshot;
beforeAll(async () => {
  // The account's quota for a load balancer is raised: it holds the listener and its copy, beside others' rules.
  cloud = await startSimulatedCloud({ quotas: { rules: { basic: 40, standard: 300 } } });
  await makeRules();
  withRules = cloud.snapshot();
});
beforeEach(() => cloud.reset(withRules));
afterAll(() => cloud.close());

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
const alb = () => openAlb(localSession(cloud));

/** A text without a pattern: compressing it gains nothing. */
let state = 11;
function random(characters: number): string {
  return Array.from({ length: characters }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state >>> 8) % 36).toString(36);
  }).join("");
}

/** Rules with a page of their own each. */
async function makeRules(): Promise<void> {
  const there = (await rulesOf(LISTENER)).length;
  const rules = Array.from({ length: RULES - there }, (_, position) => ({
    RuleName: random(100),
    Priority: 100 + position,
    RuleConditions: [
      { Type: "Host", HostConfig: { Values: [`${random(60)}.example.com`, `${random(60)}.example.net`] } },
      { Type: "Path", PathConfig: { Values: [`/${random(100)}`] } },
    ],
    RuleActions: [
      {
        Order: 1,
        Type: "FixedResponse",
        FixedResponseConfig: { Content: random(800), HttpCode: "200", ContentType: "text/plain" },
      },
    ],
  }));
  for (let start = 0; start < rules.length; start += 5) {
    const five = rules.slice(start, start + 5);
    await cloud.alb.call(root(), "CreateRules", { ListenerId: LISTENER, Rules: five });
    await cloud.clock.advance(2_000);
  }
}

async function rulesOf(listenerId: string): Promise<{ RuleName?: string }[]> {
  return collect(
    allPages(
      (paging) => alb().call("ListRules", { ListenerIds: [listenerId], ...paging }),
      (page) => page.Rules,
    ),
  );
}
const namesOf = async (listenerId: string) => {
  const names = (await rulesOf(listenerId)).map(({ RuleName = "" }) => RuleName);
  return names.sort((one, other) => one.localeCompare(other));
};

/** The largest input, output or parameters in all histories of all flows. */
function largestPayload(): number {
  const histories = [...cloud.cloudFlow.state.flows.values()].flatMap(({ executions }) => [...executions.values()]);
  const sizes = histories.flatMap(({ history }) =>
    history.flatMap(({ detail }) =>
      [detail.input, detail.output, detail.parameters].map((part) => Buffer.byteLength(JSON.stringify(part ?? {}))),
    ),
  );
  return Math.max(...sizes);
}

const idAt = (port: number) =>
  cloud.alb
    .exportState()
    .listeners.find(({ ListenerPort, LoadBalancerId }) => ListenerPort === port && LoadBalancerId === "alb-demo")
    ?.ListenerId ?? "";
const portOf = (id: string) =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === id)?.ListenerPort ?? 0;

describe("a listener with so many rules that no state of a flow could hold them", () => {
  test("is deleted, and made again with every rule by its undo", async () => {
    const names = await namesOf(LISTENER);
    const port = portOf(LISTENER);
    expect(names).toHaveLength(RULES);
    const gone = await cloud.run("deleteListener", { listenerId: LISTENER }, "gone");
    expect(gone.verdict && storyOf(gone.verdict)).toMatchObject([
      { code: "verified", params: { causes: [], more: 0 } },
    ]);
    const back = await cloud.run("deleteListener", { undo: "gone" }, "again");
    expect(back).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await namesOf(idAt(port))).toEqual(names);
    expect(largestPayload()).toBeLessThanOrEqual(PAYLOAD_BYTES);
    expect(cloud.cloudFlow.state.flows.get("albflow-keep")?.executions.size).toBeGreaterThan(0);
  });

  inWholeSuite(() => {
    test("is copied with every rule, in fewer than 600 events", async () => {
      const copied = await cloud.run(
        "copyListener",
        { listenerId: LISTENER, listenerPort: 8_099, start: true },
        "copied",
      );
      expect(copied).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
      expect(await namesOf(idAt(8_099))).toEqual(await namesOf(LISTENER));
      expect(largestPayload()).toBeLessThanOrEqual(PAYLOAD_BYTES);
      const events = cloud.cloudFlow.state.flows.get("albflow-copyListener")?.executions.get("copied")?.history.length;
      expect(events).toBeLessThan(600);
    });
  });
});
