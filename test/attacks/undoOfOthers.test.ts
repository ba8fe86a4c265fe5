import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storyOf } from "../../shared/core/verdict.ts";
import { writesOf } from "../functions/support/writesOf.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite } from "../support/sampled.ts";
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

const refusedFor = (obstacle: object) => coded("undo-not-its-own", { execution: "done", obstacles: [obstacle] });
const notMade = (found: object, made: unknown) => coded("not-made-by-execution", { found, made });
const changed = (found: object, differences: object[], made: object | null = null) =>
  coded("changed-since", { found, differences, made });
const resource = (id: unknown, name: string) => coded("found-resource", { id, name, copyOf: "" });
const listener = (id: unknown, port: number) =>
  coded("found-listener", { id, protocol: "HTTP", port, loadBalancerId: "alb-demo", status: "Running" });

describe("what others have put in the place of what an execution has made is left alone", () => {
  test("the copy of a listener, deleted and made otherwise by another team", async () => {
    await cloud.run("copyListener", { listenerId: "lsn-plain", listenerPort: 8099, start: true }, "done");
    const mine = await idAt(8099);
    await elsewhere("DeleteListener", { ListenerId: mine });
    const { ListenerId } = await theirs(8099);
    const before = writesOf(cloud);
    const outcome = await cloud.run("copyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(refusedFor(notMade(listener(ListenerId, 8099), mine)));
    expect(writesOf(cloud)).toEqual(before);
  });

  inWholeSuite(() => {
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
      expect(outcome.verdict?.reason).toEqual(refusedFor(notMade(listener(ListenerId, 8099), mine)));
      expect(await idAt(8099)).toBe(ListenerId);
    });
  });

  inWholeSuite(() => {
    test("a listener at the port of one that was deleted", async () => {
      await cloud.run("deleteListener", { listenerId: "lsn-ruled" }, "done");
      const { ListenerId } = await theirs(8081);
      const outcome = await cloud.run("deleteListener", { undo: "done" }, "back");
      expect(outcome.verdict?.state).toBe("refused");
      expect(outcome.verdict?.reason).toEqual(
        refusedFor(coded("stands-in-its-place", { found: listener(ListenerId, 8081), gone: "lsn-ruled" })),
      );
    });
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
    expect(outcome.verdict?.reason).toEqual(refusedFor(notMade(resource(ServerGroupId, "team-x"), mine)));
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
    expect(outcome.verdict?.reason).toEqual(refusedFor(notMade(resource(SecurityPolicyId, "team-x"), mine)));
    expect(await policyIds("team-x")).toEqual([SecurityPolicyId]);
  });
});

describe("what somebody has changed since on what an execution has made is left alone", () => {
  test("the copy of a listener", async () => {
    await cloud.run("copyListener", { listenerId: "lsn-plain", listenerPort: 8099, start: true }, "done");
    const mine = await idAt(8099);
    await elsewhere("UpdateListenerAttribute", { ListenerId: mine, IdleTimeout: 30 });
    const outcome = await cloud.run("copyListener", { undo: "done" }, "back");
    expect(outcome.verdict?.reason).toEqual(
      refusedFor(changed(listener(mine, 8099), [{ field: "IdleTimeout", expected: 15, found: 30 }])),
    );
  });
});

describe("certificates, log stores and what else has no place of its own", () => {
  const SHOP = "lsn-demo4u54y73wq7b";
  const COPY = "albflow-copy-of-24664588-cn-hangzhou";
  const copies = () => cloud.cas.exportState().certificates.filter(({ Name, Deleted }) => Name === COPY && !Deleted);

  inWholeSuite(() => {
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
      expect(outcome.verdict?.reason).toEqual(
        refusedFor(
          notMade(
            coded("found-resource", { id: "90000001-cn-hangzhou", name: "", copyOf: "24664588-cn-hangzhou" }),
            `${mine.CertId}-cn-hangzhou`,
          ),
        ),
      );
      expect(writesOf(cloud)).toEqual(before);
      expect(copies().map(({ CertId }) => CertId)).toEqual([90_000_001]);
    });
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
    expect(outcome.verdict?.reason).toEqual(
      refusedFor(
        changed(
          coded("found-access-log", { logstore: "albflow-traces/alb_traced" }),
          [],
          coded("found-access-log", { logstore: "albflow-alb-demo/alb_access_log" }),
        ),
      ),
    );
    expect(writesOf(cloud)).toEqual(before);
  });

  test("a server group that has got another server since is refused, with the difference", async () => {
    await cloud.run("createServerGroup", group, "done");
    const [ServerGroupId = ""] = await groupIds("team-x");
    const Servers = [{ ServerType: "Ip", ServerId: "10.0.0.8", ServerIp: "10.0.0.8", Port: 8080 }];
    await elsewhere("AddServersToServerGroup", { ServerGroupId, Servers });
    const outcome = await cloud.run("createServerGroup", { undo: "done" }, "back");
    expect(outcome.verdict?.state).toBe("refused");
    expect(outcome.verdict?.reason).toEqual(
      refusedFor(changed(resource(ServerGroupId, "team-x"), [], resource("", "team-x"))),
    );
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
    expect(outcome.verdict?.reason).toEqual(
      refusedFor(changed(resource(SecurityPolicyId, "team-x"), [], resource("", "team-x"))),
    );
    expect(await policyIds("team-x")).toEqual([SecurityPolicyId]);
  });
});

describe("in the rollback of an execution that has failed", () => {
  test("the copy goes although its source was deleted meanwhile, and both are told", async () => {
    await cloud.start("copyListener", { listenerId: "lsn-ruled", listenerPort: 8099, start: true }, "done");
    await cloud.clock.advanceUntil(() => writesOf(cloud).some((write) => write.startsWith("CreateListener")), 60_000);
    await elsewhere("DeleteListener", { ListenerId: "lsn-ruled" });
    const outcome = await cloud.finish("copyListener", "done");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "failed" } });
    expect(outcome.verdict && storyOf(outcome.verdict)).toMatchObject([
      { code: "changed-meanwhile", params: { resource: "lsn-ruled" } },
      coded("rollback-impossible", { obstacles: [coded("deleted-meanwhile", { resource: "lsn-ruled" })] }),
    ]);
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
    const { step, left } = (outcome.verdict?.reason.params ?? {}) as { step?: object; left?: object };
    const mine = await idAt(8099);
    expect(outcome.verdict?.reason.code).toBe("rollback-step-refused");
    expect(step).toEqual(coded("step-delete-listener", { listenerId: mine }));
    expect(left).toEqual([listener(mine, 8099)]);
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
