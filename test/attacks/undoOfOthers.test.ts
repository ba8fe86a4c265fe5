import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { explain } from "../../shared/core/verdict.ts";
import { writesOf } from "../functions/support/writesOf.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
/** Somebody else's change, waited for. */
async function elsewhere(action: string, parameters: object): Promise<Record<string, string>> {
  const answer = await cloud.alb.call(root(), action, { ...parameters });
  await cloud.clock.advance(2_000);
  return answer as Record<string, string>;
}
const forwardTo = (ServerGroupId: string) => [
  { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] } },
];
const idAt = async (port: number) => {
  const { Listeners } = (await cloud.alb.call(root(), "ListListeners", { MaxResults: 100 })) as {
    Listeners: { ListenerId: string; ListenerPort: number }[];
  };
  return Listeners.find(({ ListenerPort }) => ListenerPort === port)?.ListenerId ?? "none";
};
const theirs = (ListenerPort: number) =>
  elsewhere("CreateListener", {
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTP",
    ListenerPort,
    ListenerDescription: "team-b",
    DefaultActions: forwardTo("sgp-next"),
  });
const policy = { SecurityPolicyName: "team-x", TLSVersions: ["TLSv1.3"], Ciphers: ["TLS_AES_128_GCM_SHA256"] };
const group = {
  serverGroupName: "team-x",
  vpcId: "vpc-demo",
  servers: [{ ServerType: "Ip", ServerId: "10.0.0.7", ServerIp: "10.0.0.7", Port: 8080, Weight: 100 }],
};

describe("what others have put in the place of what an execution has made is left alone", () => {
  test("the copy of a listener, deleted and made otherwise by another team", async () => {
    await cloud.run("copyListener", { listenerId: "lsn-plain", listenerPort: 8099, start: true }, "done");
    const mine = await idAt(8099);
    await elsewhere("DeleteListener", { ListenerId: mine });
    const { ListenerId } = await theirs(8099);
    const before = writesOf(cloud);
    const outcome = await cloud.run("copyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.message).toBe(
      `copyListener is refused: done takes back only what it made itself, as it made it: ${ListenerId} (HTTP port 8099 of alb-demo, Running) was not made by it: it made ${mine}, which is gone.`,
    );
    expect(writesOf(cloud)).toEqual(before);
  });

  test("a restored listener, the same", async () => {
    const snapshot = {
      LoadBalancerId: "alb-demo",
      ListenerProtocol: "HTTP",
      ListenerPort: 8099,
      DefaultActions: forwardTo("sgp-demo"),
    };
    await cloud.run("restoreListener", { snapshot }, "done");
    const mine = await idAt(8099);
    await elsewhere("DeleteListener", { ListenerId: mine });
    const { ListenerId } = await theirs(8099);
    const outcome = await cloud.run("restoreListener", { undo: "done" }, "back");
    expect(outcome.verdict?.message).toContain(
      `${ListenerId} (HTTP port 8099 of alb-demo, Running) was not made by it: it made ${mine}`,
    );
    expect(await idAt(8099)).toBe(ListenerId);
  });

  test("a listener at the port of one that was deleted", async () => {
    await cloud.run("deleteListener", { listenerId: "lsn-ruled" }, "done");
    const { ListenerId } = await theirs(8081);
    const outcome = await cloud.run("deleteListener", { undo: "done" }, "back");
    expect(outcome.verdict?.state).toBe("refused");
    expect(outcome.verdict?.message).toBe(
      `deleteListener is refused: done takes back only what it made itself, as it made it: ${ListenerId} (HTTP port 8081 of alb-demo, Running) stands where lsn-ruled stood, and was not made by it.`,
    );
  });

  test("a server group of the same name", async () => {
    await cloud.run("createServerGroup", group, "done");
    const [mine] = await groupIds("team-x");
    await elsewhere("DeleteServerGroup", { ServerGroupId: mine });
    const { ServerGroupId } = await elsewhere("CreateServerGroup", {
      ServerGroupName: "team-x",
      ServerGroupType: "Ip",
      VpcId: "vpc-local",
      HealthCheckConfig: { HealthCheckEnabled: false },
    });
    const outcome = await cloud.run("createServerGroup", { undo: "done" }, "back");
    expect(outcome.verdict?.message).toContain(
      `${ServerGroupId} (team-x) was not made by it: it made ${mine}, which is gone`,
    );
    expect(await groupIds("team-x")).toEqual([ServerGroupId]);
  });

  test("a TLS policy of the same name", async () => {
    await cloud.run(
      "createTlsPolicy",
      { securityPolicyName: "team-x", tlsVersions: ["TLSv1.2"], ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"] },
      "done",
    );
    const [mine] = await policyIds("team-x");
    await elsewhere("DeleteSecurityPolicy", { SecurityPolicyId: mine });
    const { SecurityPolicyId } = await elsewhere("CreateSecurityPolicy", policy);
    const outcome = await cloud.run("createTlsPolicy", { undo: "done" }, "back");
    expect(outcome.verdict?.message).toContain(`${SecurityPolicyId} (team-x) was not made by it: it made ${mine}`);
    expect(await policyIds("team-x")).toEqual([SecurityPolicyId]);
  });
});

describe("what somebody has changed since on what an execution has made is left alone", () => {
  test("the copy of a listener", async () => {
    await cloud.run("copyListener", { listenerId: "lsn-plain", listenerPort: 8099, start: true }, "done");
    const mine = await idAt(8099);
    await elsewhere("UpdateListenerAttribute", { ListenerId: mine, IdleTimeout: 30 });
    const outcome = await cloud.run("copyListener", { undo: "done" }, "back");
    expect(outcome.verdict?.message).toBe(
      `copyListener is refused: done takes back only what it made itself, as it made it: ${mine} (HTTP port 8099 of alb-demo, Running) was changed by somebody else since: IdleTimeout is 30 and was 15.`,
    );
  });
});

describe("certificates, log stores and what else has no place of its own", () => {
  const SHOP = "lsn-demo4u54y73wq7b";
  const COPY = "albflow-copy-of-24664588-cn-hangzhou";
  const copies = () => cloud.cas.exportState().certificates.filter(({ Name, Deleted }) => Name === COPY && !Deleted);

  test("the copy of a certificate, deleted and uploaded otherwise under the same name by another team, is refused and named", async () => {
    await cloud.run("promoteCertificate", { listenerId: SHOP, certificateId: "24870011-cn-hangzhou" }, "done");
    const state = structuredClone(cloud.cas.exportState());
    const mine = state.certificates.find(({ Name, Deleted }) => Name === COPY && Deleted !== true);
    if (mine === undefined) throw new Error("There is no copy.");
    state.certificates.push({ ...structuredClone(mine), CertId: 90_000_001 });
    mine.Deleted = true;
    cloud.cas.importState(state);
    const before = writesOf(cloud);
    const outcome = await cloud.run("promoteCertificate", { undo: "done" }, "back");
    expect(outcome.verdict?.state).toBe("refused");
    expect(outcome.verdict?.message).toContain("90000001");
    expect(outcome.verdict?.message).toContain(String(mine.CertId));
    expect(writesOf(cloud)).toEqual(before);
    expect(copies().map(({ CertId }) => CertId)).toEqual([90_000_001]);
  });

  test("an access log that somebody has led to a log store of their own since is refused, with both named", async () => {
    await cloud.run("enableTracing", { listenerId: SHOP }, "done");
    const account = root();
    await cloud.alb.call(account, "DisableLoadBalancerAccessLog", { LoadBalancerId: "alb-demo" });
    await cloud.clock.advance(2_000);
    const own = { LoadBalancerId: "alb-demo", LogProject: "albflow-traces", LogStore: "alb_traced" };
    await elsewhere("EnableLoadBalancerAccessLog", own);
    const before = writesOf(cloud);
    const outcome = await cloud.run("enableTracing", { undo: "done" }, "back");
    expect(outcome.verdict?.state).toBe("refused");
    expect(outcome.verdict?.message).toContain("albflow-traces");
    expect(outcome.verdict?.message).toContain("albflow-alb-demo");
    expect(writesOf(cloud)).toEqual(before);
  });

  test("a server group that has got another server since is refused, with the difference", async () => {
    await cloud.run("createServerGroup", group, "done");
    const [ServerGroupId = ""] = await groupIds("team-x");
    const Servers = [{ ServerType: "Ip", ServerId: "10.0.0.8", ServerIp: "10.0.0.8", Port: 8080 }];
    await elsewhere("AddServersToServerGroup", { ServerGroupId, Servers });
    const outcome = await cloud.run("createServerGroup", { undo: "done" }, "back");
    expect(outcome.verdict?.state).toBe("refused");
    expect(outcome.verdict?.message).toContain(`${ServerGroupId} (team-x) was changed by somebody else since`);
    expect(await groupIds("team-x")).toEqual([ServerGroupId]);
  });

  test("a TLS policy that offers something else since is refused, with the difference", async () => {
    const made = {
      securityPolicyName: "team-x",
      tlsVersions: ["TLSv1.2"],
      ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"],
    };
    await cloud.run("createTlsPolicy", made, "done");
    const [SecurityPolicyId = ""] = await policyIds("team-x");
    await elsewhere("UpdateSecurityPolicyAttribute", { SecurityPolicyId, Ciphers: ["ECDHE-RSA-AES256-GCM-SHA384"] });
    const outcome = await cloud.run("createTlsPolicy", { undo: "done" }, "back");
    expect(outcome.verdict?.state).toBe("refused");
    expect(outcome.verdict?.message).toContain(`${SecurityPolicyId} (team-x) was changed by somebody else since`);
    expect(await policyIds("team-x")).toEqual([SecurityPolicyId]);
  });
});

describe("on the way back of an execution that has failed", () => {
  test("the copy goes although its source was deleted meanwhile, and both are told", async () => {
    await cloud.start("copyListener", { listenerId: "lsn-ruled", listenerPort: 8099, start: true }, "done");
    await cloud.clock.advanceUntil(() => writesOf(cloud).some((write) => write.startsWith("CreateListener")), 60_000);
    await elsewhere("DeleteListener", { ListenerId: "lsn-ruled" });
    const outcome = await cloud.finish("copyListener", "done");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "failed" } });
    expect(explain(outcome.verdict ?? { cause: "", message: "" })).toContain(
      "lsn-ruled was deleted by somebody else meanwhile",
    );
    expect(await idAt(8099)).toBe("none");
  });

  test("what cannot be deleted is named, with what to do", async () => {
    cloud.faults.add({
      service: "alb",
      action: "DeleteListener",
      fault: { kind: "refuse", status: 400, code: "OperationDenied.Odd", message: "No." },
    });
    cloud.faults.add({ service: "alb", action: "CreateListener", fault: { kind: "lag", ms: 3_600_000 } });
    const input = { listenerId: "lsn-plain", listenerPort: 8099, start: true };
    const outcome = await cloud.run("copyListener", input, "done");
    expect(outcome.verdict?.state).toBe("failed");
    expect(outcome.verdict?.message).toContain(
      `It has made ${await idAt(8099)} (HTTP port 8099 of alb-demo, Running), and could not take that back.`,
    );
  });
});

async function groupIds(name: string): Promise<string[]> {
  const { ServerGroups } = (await cloud.alb.call(root(), "ListServerGroups", { ServerGroupNames: [name] })) as {
    ServerGroups: { ServerGroupId: string }[];
  };
  return ServerGroups.map(({ ServerGroupId }) => ServerGroupId);
}

async function policyIds(name: string): Promise<string[]> {
  const { SecurityPolicies } = (await cloud.alb.call(root(), "ListSecurityPolicies", {
    SecurityPolicyNames: [name],
  })) as {
    SecurityPolicies: { SecurityPolicyId: string }[];
  };
  return SecurityPolicies.map(({ SecurityPolicyId }) => SecurityPolicyId);
}
