import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../support/coded.ts";
import { longTest } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

const RULED = "lsn-ruled";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(async () => {
  await cloud.reset();
  await cloud.seedWith({
    acls: [{ AclId: "acl-office", AclName: "office", Entries: [{ Entry: "127.0.0.0/8" }] }],
  });
  await elsewhere("TagResources", {
    ResourceType: "listener",
    ResourceId: [RULED],
    Tag: [{ Key: "owner", Value: "team-a" }],
  });
  await elsewhere("AssociateAclsWithListener", { ListenerId: RULED, AclIds: ["acl-office"], AclType: "White" });
});
afterAll(() => cloud.close());

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
/** Somebody else's change, waited for. */
async function elsewhere(action: string, parameters: object): Promise<Record<string, unknown>> {
  const answer = await cloud.alb.call(root(), action, { ...parameters });
  await cloud.clock.advance(2_000);
  return answer;
}

/** All that a listener is, by its port. */
async function listenerAt(port: number) {
  const { Listeners } = (await cloud.alb.call(root(), "ListListeners", { MaxResults: 100 })) as {
    Listeners: { ListenerId: string; ListenerPort: number }[];
  };
  const ListenerId = Listeners.find(({ ListenerPort }) => ListenerPort === port)?.ListenerId ?? "none";
  const listener = await cloud.alb.call(root(), "GetListenerAttribute", { ListenerId });
  const rules = await cloud.alb.call(root(), "ListRules", { ListenerIds: [ListenerId] });
  return { ...listener, rules: (rules.Rules as { RuleName: string }[]).map(({ RuleName }) => RuleName) };
}

const WHOLE = {
  AclConfig: { AclType: "White", AclRelations: [{ AclId: "acl-office", Status: "Associated" }] },
  Tags: [{ Key: "owner", Value: "team-a" }],
  ListenerStatus: "Running",
  rules: ["the next version", "closed"],
};
const groups = async () =>
  (
    (await cloud.alb.call(root(), "ListServerGroups", { MaxResults: 100 })).ServerGroups as {
      ServerGroupName: string;
    }[]
  )
    .map(({ ServerGroupName }) => ServerGroupName)
    .filter((name) => name.startsWith("albflow-"));

describe("access control lists, tags and rules stay with a listener", () => {
  longTest("that is copied", async () => {
    const outcome = await cloud.run("copyListener", { listenerId: RULED, listenerPort: 8090, start: true });
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(outcome.verdict?.plan?.effect).toEqual([
      coded("listener-created", {
        starts: true,
        rules: 2,
        lists: 1,
        listType: "White",
        tags: 1,
        isClosedMeanwhile: true,
      }),
    ]);
    expect(await listenerAt(8090)).toMatchObject(WHOLE);
    expect(await groups()).toEqual([]);
  });

  test("whose deletion is taken back", async () => {
    await cloud.run("deleteListener", { listenerId: RULED }, "done");
    const outcome = await cloud.run("deleteListener", { undo: "done" }, "back");
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(await listenerAt(8081)).toMatchObject(WHOLE);
    expect(await groups()).toEqual([]);
  });

  longTest("with rules for responses", async () => {
    await elsewhere("CreateRules", {
      ListenerId: RULED,
      Rules: [
        {
          RuleName: "mark",
          Priority: 1,
          Direction: "Response",
          RuleConditions: [{ Type: "ResponseStatusCode", ResponseStatusCodeConfig: { Values: ["404"] } }],
          RuleActions: [
            {
              Type: "InsertHeader",
              Order: 1,
              InsertHeaderConfig: { Key: "x-lost", Value: "yes", ValueType: "UserDefined" },
            },
          ],
          Tag: [{ Key: "owner", Value: "team-r" }],
        },
      ],
    });
    const input = { listenerId: RULED, listenerPort: 8090, start: true };
    expect((await cloud.run("copyListener", input)).verdict).toMatchObject({ state: "verified" });
    const copy = (await listenerAt(8090)) as unknown as { ListenerId: string };
    const { Rules } = await cloud.alb.call(root(), "ListRules", {
      ListenerIds: [copy.ListenerId],
      Direction: "Response",
    });
    expect(Rules).toMatchObject([{ RuleName: "mark", Tags: [{ Key: "owner", Value: "team-r" }] }]);
  });

  test("that is made again from a snapshot as ALB tells it", async () => {
    const snapshot = await cloud.alb.call(root(), "GetListenerAttribute", { ListenerId: RULED });
    await elsewhere("DeleteListener", { ListenerId: RULED });
    const outcome = await cloud.run("restoreListener", { snapshot });
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(await listenerAt(8081)).toMatchObject({ ...WHOLE, rules: [] });
  });
});

describe("what albflow does not know of a listener", () => {
  const snapshot = {
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTP",
    ListenerPort: 8099,
    DefaultActions: [
      { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
    ],
    NewGuard: { Enabled: true },
  };

  test("makes its restoration refuse, by name", async () => {
    const outcome = await cloud.run("restoreListener", { snapshot });
    expect(outcome.verdict).toMatchObject({ state: "refused" });
    expect(outcome.verdict?.reason).toMatchObject({
      params: {
        reasons: [coded("unknown-settings-lost", { fields: ["NewGuard"] })],
      },
    });
  });

  test("is lost when somebody says so", async () => {
    const outcome = await cloud.run("restoreListener", { snapshot, acceptLossOf: ["NewGuard"] });
    expect(outcome.verdict).toMatchObject({ state: "verified" });
  });
});

describe("a restoration that could not end well is refused before anything is made:", () => {
  const forwardTo = (ServerGroupId: string) => ({
    Type: "ForwardGroup",
    Order: 1,
    ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId, Weight: 100 }] },
  });
  const rule = (RuleName: string, Priority: number, group = "sgp-demo") => ({
    RuleName,
    Priority,
    RuleConditions: [{ Type: "Path", PathConfig: { Values: [`/${RuleName}`] } }],
    RuleActions: [forwardTo(group)],
  });
  const snapshot = {
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTPS",
    ListenerPort: 8098,
    Certificates: [{ CertificateId: "24664588-cn-hangzhou" }],
    DefaultActions: [
      { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
    ],
  };

  test("everything that is gone is said at once", async () => {
    const AclConfig = { AclType: "White", AclRelations: [{ AclId: "acl-gone" }] };
    const gone = {
      ...snapshot,
      AclConfig,
      AdditionalCertificates: ["99999999-cn-hangzhou"],
      Rules: [rule("one", 1, "sgp-gone"), rule("two", 1)],
    };
    const { verdict } = await cloud.run("restoreListener", { snapshot: gone });
    expect(verdict).toMatchObject({ state: "refused", writes: [] });
    expect(verdict?.reason?.params.reasons).toEqual([
      coded("certificate-not-found", { certificateId: "99999999-cn-hangzhou" }),
      coded("server-group-not-found", { serverGroupId: "sgp-gone" }),
      coded("access-list-not-found", { aclId: "acl-gone" }),
      coded("priority-twice", { priority: 1 }),
    ]);
  });

  test("traces without an access log", async () => {
    const LogConfig = {
      AccessLogRecordCustomizedHeadersEnabled: false,
      AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 100, TracingType: "Zipkin" },
    };
    const { verdict } = await cloud.run("restoreListener", { snapshot: { ...snapshot, LogConfig } });
    expect(verdict).toMatchObject({ state: "refused", writes: [] });
    expect(verdict?.reason?.params.reasons).toEqual([coded("no-access-log", { loadBalancerId: "alb-demo" })]);
  });

  test.each([
    ["snapshot.Rules", { Rules: "x" }],
    ["snapshot.Rules.0.Priority", { Rules: [rule("one", 0)] }],
    ["snapshot.AdditionalCertificates.0", { AdditionalCertificates: [{ CertificateId: "24870011-cn-hangzhou" }] }],
  ])("%s of another form", async (field, part) => {
    const { verdict } = await cloud.run("restoreListener", { snapshot: { ...snapshot, ...part } });
    expect(verdict).toMatchObject({ state: "refused", reason: { code: "input-invalid" } });
    expect(verdict?.reason?.params.problems).toMatchObject([{ field }]);
  });

  test("one that was seen on its way somewhere is made running", async () => {
    const { verdict } = await cloud.run("restoreListener", {
      snapshot: { ...snapshot, ListenerStatus: "Configuring" },
    });
    expect(verdict).toMatchObject({ state: "verified" });
    expect(await listenerAt(8098)).toMatchObject({ ListenerStatus: "Running" });
  });
});
