import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storyOf } from "../../shared/core/verdict.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { invoke } from "./wire/invoke.ts";

/** Roles allow these for inputs that no example has: test/idlePermissions.ts would ask for them. */
describe("what is rarely needed is allowed, too:", () => {
  let cloud: SimulatedCloud;
  beforeAll(async () => {
    cloud = await startSimulatedCloud();
  });
  beforeEach(() => cloud.reset());
  afterAll(() => cloud.close());

  test("listing listeners with the health of their servers", async () => {
    const { listeners, unavailable } = (await invoke(cloud, "listListeners", { health: true })) as {
      listeners: object[];
      unavailable: object[];
    };
    expect(unavailable).toEqual([]);
    expect(listeners).toHaveLength(9);
  });

  test("describing a listener with a TLS policy of one's own", async () => {
    const { listenerId } = cloud.seed;
    await cloud.run("changeTlsPolicy", { listenerId, securityPolicyId: "spy-strict" });
    expect(await invoke(cloud, "describeListener", { listenerId })).toMatchObject({
      tlsPolicy: { id: "spy-strict", versions: ["TLSv1.2", "TLSv1.3"] },
    });
  });

  inWholeSuite(() => {
    test("copying a listener that is traced", async () => {
      const { verdict } = await cloud.run("copyListener", { listenerId: "lsn-traced", listenerPort: 8090 });
      expect(verdict).toMatchObject({ state: "verified" });
      expect(cloud.alb.exportState().listeners.find(({ ListenerPort }) => ListenerPort === 8090)).toMatchObject({
        LogConfig: { AccessLogTracingConfig: { TracingEnabled: true } },
      });
    });
  });

  test.each(
    sampled<[string, number, object]>(2, [
      ["lsn-stopped", 8080, { ListenerStatus: "Stopped" }],
      ["lsn-traced", 80, { LogConfig: { AccessLogTracingConfig: { TracingEnabled: true } } }],
    ]),
  )("taking back that %s was deleted", async (listenerId, port, wanted) => {
    const instance = cloud.alb.exportState().listeners.find((one) => one.ListenerId === listenerId)?.LoadBalancerId;
    await cloud.run("deleteListener", { listenerId }, "gone");
    const { verdict } = await cloud.run("deleteListener", { undo: "gone" }, "back");
    expect(verdict).toMatchObject({ state: "verified" });
    const { listeners } = cloud.alb.exportState();
    expect(
      listeners.find(({ LoadBalancerId, ListenerPort }) => LoadBalancerId === instance && ListenerPort === port),
    ).toMatchObject(wanted);
  });

  test("taking back that a listener with mutual authentication was stopped", async () => {
    await cloud.run("stopListener", { listenerId: "lsn-mutual" }, "stopped");
    const { verdict } = await cloud.run("stopListener", { undo: "stopped" }, "again");
    expect(verdict).toMatchObject({ state: "verified" });
    expect(cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-mutual")).toMatchObject({
      ListenerStatus: "Running",
    });
  });

  inWholeSuite(() => {
    test("restoring a listener with mutual authentication", async () => {
      const row = cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-mutual");
      const { LoadBalancerId, ListenerProtocol, ListenerPort, DefaultActions, SecurityPolicyId } = row ?? {};
      const { Certificates, CaEnabled, CaCertificates } = row ?? {};
      const settings = { DefaultActions, SecurityPolicyId, Certificates, CaEnabled, CaCertificates };
      const snapshot = { LoadBalancerId, ListenerProtocol, ListenerPort, ...settings };
      await cloud.run("deleteListener", { listenerId: "lsn-mutual" });
      const { verdict } = await cloud.run("restoreListener", { snapshot });
      expect(verdict?.reason).toMatchObject({ code: "verified", params: { causes: [], more: 0 } });
      expect(
        cloud.alb
          .exportState()
          .listeners.find((one) => one.ListenerPort === 8443 && one.LoadBalancerId === LoadBalancerId),
      ).toMatchObject({ CaEnabled: true });
    });
  });

  test.each(
    sampled<[string, number]>(3, [
      ["lsn-ruled", 8081],
      ["lsn-traced", 80],
      ["lsn-stopped", 8080],
      ["lsn-demo4u54y73wq7b", 443],
    ]),
  )("restoring %s with all that it had", async (ListenerId, port) => {
    const { listeners, rules } = cloud.alb.exportState();
    const row = listeners.find((listener) => listener.ListenerId === ListenerId);
    const snapshot = {
      LoadBalancerId: row?.LoadBalancerId,
      ListenerProtocol: row?.ListenerProtocol,
      ListenerPort: port,
      ListenerStatus: row?.ListenerStatus,
      DefaultActions: row?.DefaultActions,
      ...(ListenerId === "lsn-traced" ? { LogConfig: row?.LogConfig } : {}),
      ...(port === 443
        ? {
            SecurityPolicyId: row?.SecurityPolicyId,
            Certificates: [{ CertificateId: cloud.seed.expiring.id }],
            AdditionalCertificates: [cloud.seed.bystander.id],
          }
        : {}),
      Rules: rules
        .filter((rule) => rule.ListenerId === ListenerId)
        .map(({ RuleName, Priority, RuleConditions, RuleActions }) => ({
          RuleName,
          Priority,
          RuleConditions,
          RuleActions,
        })),
    };
    await cloud.run("deleteListener", { listenerId: ListenerId }, "gone");
    const { verdict } = await cloud.run("restoreListener", { snapshot }, "restored");
    expect([...cloud.ram.deniedActions()]).toEqual([]);
    expect(verdict && storyOf(verdict)).toMatchObject([{ code: "verified", params: { causes: [], more: 0 } }]);
    expect(verdict).toMatchObject({ state: "verified" });
  });

  test("listing all certificates", async () => {
    const { certificates } = (await invoke(cloud, "listCertificates", {})) as { certificates: object[] };
    expect(certificates.length).toBeGreaterThan(1);
  });

  inWholeSuite(() => {
    test("renewing round after round", async () => {
      const first = await cloud.renew();
      await cloud.clock.advance(12 * 3_600_000);
      const second = await cloud.renew();
      expect([first.regions, second.regions]).toEqual([1, 1]);
    });
  });
});
