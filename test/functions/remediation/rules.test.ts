import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../../support/coded.ts";
import { alarm, cloudEvent, stopListener } from "../../support/eventSamples.ts";
import { inWholeSuite, longTest } from "../../support/sampled.ts";
import { changeRow } from "../support/changeRow.ts";
import { placeCertificate } from "../support/placeCertificate.ts";
import {
  ACCESS_LOG,
  MINUTE,
  type RemediationCloud,
  ROOT,
  SHOP,
  startRemediationCloud,
  TRAIL,
} from "./remediationCloud.ts";

let cloud: RemediationCloud;
beforeAll(async () => {
  cloud = await startRemediationCloud();
});
beforeEach(() => cloud.again());
afterAll(() => cloud.close());

const agreedTo = async (operation: string) => {
  const [execution] = cloud.executionsOf(operation);
  if (execution === undefined) throw new Error(`No ${operation} was started.`);
  await cloud.answer(operation, execution.name, (asked) => cloud.agreement(asked));
};

describe("a protected listener", () => {
  test("that somebody else has stopped is started again, once, though two ways tell of it", async () => {
    await cloud.alb.call(ROOT, "StopListener", { ListenerId: SHOP });
    await cloud.clock.advance(5 * MINUTE);
    expect((await cloud.listener(SHOP)).ListenerStatus).toBe("Running");
    expect(cloud.remedies()).toEqual([`remedy-restart-${SHOP} Succeeded`]);
    expect(cloud.executionsOf("startListener")).toHaveLength(1);
    expect(cloud.kept("albflow_remediation")).toEqual([
      expect.objectContaining({
        rule: "restart",
        act: "remedy",
        reason: JSON.stringify(
          coded("remediation-answer", {
            event: coded("event-listener-stopped", { listenerId: SHOP, caller: "root" }),
            decision: coded("rule-applies", { rule: "restart", resource: SHOP }),
          }),
        ),
        source: "events",
      }),
    ]);
  });

  inWholeSuite(() => {
    test("that somebody else has stopped is started again when only the trail's logstore tells of it", async () => {
      await changeRow(cloud, "listeners", SHOP, { ListenerStatus: "Stopped" });
      const event = {
        ...stopListener,
        eventTime: new Date(cloud.clock.now()).toISOString(),
        requestParameters: { ListenerId: SHOP },
      };
      cloud.sls.write(TRAIL, "actiontrail_audit_event", [{ event: JSON.stringify(event) }]);
      await cloud.clock.advance(3 * MINUTE);
      expect((await cloud.listener(SHOP)).ListenerStatus).toBe("Running");
      expect(cloud.remedies()).toEqual([`remedy-restart-${SHOP} Succeeded`]);
    });
  });

  test("that albflow has stopped itself stays stopped", async () => {
    await cloud.run("stopListener", { listenerId: SHOP });
    await cloud.clock.advance(5 * MINUTE);
    expect((await cloud.listener(SHOP)).ListenerStatus).toBe("Stopped");
    expect(cloud.remedies()).toEqual([]);
    expect(cloud.kept("albflow_remediation")).toEqual([]);
  });

  test("is not what another listener is, which stays stopped", async () => {
    await cloud.alb.call(ROOT, "StopListener", { ListenerId: "lsn-plain" });
    await cloud.clock.advance(5 * MINUTE);
    expect((await cloud.listener("lsn-plain")).ListenerStatus).toBe("Stopped");
    expect(cloud.remedies()).toEqual([]);
  });

  longTest(
    "that somebody else has deleted is planned to be made again as it was, and made when somebody agrees",
    async () => {
      await cloud.hear({ triggerTime: "2026-11-22T12:07:00Z", triggerName: "timer", payload: "" });
      const before = await cloud.listener(SHOP);
      await cloud.alb.call(ROOT, "DeleteListener", { ListenerId: SHOP });
      await cloud.clock.advance(MINUTE);
      expect(cloud.remedies()).toEqual([`remedy-restore-${SHOP} Running`]);
      const [execution] = cloud.executionsOf("restoreListener");
      await cloud.answer("restoreListener", execution?.name ?? "", (asked) => {
        expect(asked.verdict.reason).toMatchObject({
          code: "approval-required",
          params: {
            operation: "restoreListener",
            steps: [
              coded("step-create-closed-group"),
              coded("step-create-listener", { protocol: "HTTPS", port: 443, loadBalancerId: "alb-demo" }),
              coded("step-associate-certificates", {
                certificateIds: ["24870011-cn-hangzhou"],
                listenerId: "@copy",
              }),
              coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "@copy" }),
              coded("step-delete-server-group", { serverGroupId: "@closedGroup" }),
            ],
          },
        });
        return cloud.agreement(asked);
      });
      await cloud.clock.advance(10 * MINUTE);
      expect(cloud.remedies()).toEqual([`remedy-restore-${SHOP} Succeeded`]);
      const { Listeners } = (await cloud.alb.call(ROOT, "ListListeners", { LoadBalancerIds: ["alb-demo"] })) as {
        Listeners: { ListenerPort: number; ListenerProtocol: string; ListenerId: string }[];
      };
      const made = Listeners.find(
        ({ ListenerPort, ListenerProtocol }) => ListenerPort === 443 && ListenerProtocol === "HTTPS",
      );
      const after = await cloud.listener(made?.ListenerId ?? "");
      expect(made?.ListenerId).not.toBe(SHOP);
      for (const field of [
        "Certificates",
        "SecurityPolicyId",
        "DefaultActions",
        "ListenerStatus",
        "ListenerDescription",
      ]) {
        expect(after[field]).toEqual(before[field]);
      }
    },
  );

  test("that a trail calls deleted, and that is still there, is left alone, and the rule answers its deletion later", async () => {
    const eventTime = new Date(cloud.clock.now()).toISOString();
    const requestParameters = { ListenerId: SHOP };
    const data = { ...stopListener, eventName: "DeleteListener", eventTime, requestParameters };
    const { failed } = await cloud.hear({ ...cloudEvent, time: eventTime, data });
    expect(failed).toBe(false);
    await cloud.clock.advance(5 * MINUTE);
    expect(cloud.remedies()).toEqual([]);
    expect(cloud.kept("albflow_remediation")).toEqual([]);
    await cloud.alb.call(ROOT, "DeleteListener", { ListenerId: SHOP });
    await cloud.clock.advance(5 * MINUTE);
    expect(cloud.remedies()).toEqual([
      expect.stringMatching(`^escalate-restore-${SHOP}-\\d{4}-\\d\\d-\\d\\d Succeeded$`),
    ]);
  });

  test("of which nobody knows what it was like has a person asked", async () => {
    await cloud.alb.call(ROOT, "DeleteListener", { ListenerId: SHOP });
    await cloud.clock.advance(5 * MINUTE);
    expect(cloud.remedies()).toEqual([
      expect.stringMatching(`^escalate-restore-${SHOP}-\\d{4}-\\d\\d-\\d\\d Succeeded$`),
    ]);
    expect(JSON.parse(cloud.kept("albflow_remediation")[0]?.reason ?? "null")).toMatchObject({
      params: { decision: coded("no-snapshot-kept", { listenerId: SHOP }) },
    });
  });
});

describe("a listener most of whose answers are server errors", () => {
  const answered = (status: string, index: number) => ({
    app_lb_id: "alb-traced",
    slb_vport: "80",
    scheme: "http",
    status,
    upstream_status: status,
    request_uri: `/${index}`,
  });
  const write = (statuses: string[]) => cloud.sls.write(ACCESS_LOG, "alb_layer7_access_log", statuses.map(answered));
  const groupOf = async () =>
    (await cloud.listener("lsn-traced")).DefaultActions[0].ForwardGroupConfig.ServerGroupTuples[0].ServerGroupId;

  test("forwards to the declared fallback, which is watched", async () => {
    write(Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? "502" : "200")));
    await cloud.clock.advance(6 * MINUTE);
    expect(await groupOf()).toBe("sgp-next");
    expect(cloud.remedies()).toEqual(["remedy-fallback-lsn-traced Succeeded"]);
    const [execution] = cloud.executionsOf("changeServerGroup");
    const outcome = await cloud.finish("changeServerGroup", execution?.name ?? "");
    expect(outcome.verdict).toMatchObject({ state: "verified", plan: { watch: { seconds: 60, throughout: true } } });
  });

  test.each([
    ["too few to say anything", Array.from({ length: 19 }, () => "502")],
    ["no more of them than allowed", Array.from({ length: 50 }, (_, index) => (index < 10 ? "503" : "200"))],
  ])("stays as it is when there are %s", async (_what, statuses) => {
    write(statuses);
    await cloud.clock.advance(6 * MINUTE);
    expect(await groupOf()).toBe("sgp-demo");
    expect(cloud.remedies()).toEqual([]);
  });

  inWholeSuite(() => {
    test("has a person asked when it forwards to the fallback already", async () => {
      await cloud.run("changeServerGroup", { listenerId: "lsn-traced", serverGroupId: "sgp-next", watchSeconds: 0 });
      write(Array.from({ length: 30 }, () => "502"));
      await cloud.clock.advance(6 * MINUTE);
      expect(cloud.remedies()).toEqual([expect.stringMatching(/^escalate-fallback-lsn-traced-.* Succeeded$/)]);
    });
  });
});

describe("a listener whose handshakes fail", () => {
  const fails = () => ({
    ...alarm,
    timestamp: String(cloud.clock.now()),
    dimensions: [{ loadBalancerId: "alb-demo", listenerProtocol: "HTTPS", listenerPort: "443" }],
  });
  /** Gives the shop a default certificate with so many days left, and the certificate service one that follows it. */
  async function shopWith(daysLeft: number): Promise<{ successor: string }> {
    const names = ["shop.example.com", "www.shop.example.com"];
    const id = await placeCertificate(cloud, { names, daysLeft, daysOld: 90 });
    await changeRow(cloud, "listeners", SHOP, { Certificates: [{ CertificateId: id, Status: "Associated" }] });
    return { successor: await placeCertificate(cloud, { names }) };
  }

  test("gets its expired certificate's successor at once, and keeps all others", async () => {
    const { successor } = await shopWith(-1);
    const { body } = await cloud.hear(fails());
    expect(body.answers).toEqual([
      expect.objectContaining({
        rule: "rotate",
        act: "remedy",
        reason: coded("remediation-answer", {
          event: coded("several", {
            parts: [expect.any(Object), expect.objectContaining({ code: "certificate-valid-until" })],
          }),
          decision: expect.objectContaining({ code: "rule-applies" }),
        }),
      }),
    ]);
    await cloud.clock.advance(10 * MINUTE);
    expect(await cloud.bound()).toEqual([successor, cloud.seed.bystander.id]);
    expect(cloud.remedies()).toEqual([expect.stringMatching(/^remedy-rotate-lsn_demo4u54y73wq7b_\d+_.* Succeeded$/)]);
  });

  test("has a person asked when its expired certificate has no successor", async () => {
    const id = await placeCertificate(cloud, { names: ["other.example.com"], daysLeft: -1, daysOld: 90 });
    await changeRow(cloud, "listeners", SHOP, { Certificates: [{ CertificateId: id, Status: "Associated" }] });
    const none = coded("no-successor", { names: ["other.example.com"], notTaken: [], more: 0 });
    const { body } = await cloud.hear(fails());
    expect(body.answers).toEqual([
      {
        rule: "rotate",
        resource: `lsn-demo4u54y73wq7b/${id}`,
        act: "escalate",
        reason: coded("remediation-answer", { event: expect.any(Object), decision: none }),
        eventId: expect.stringMatching(/^[0-9a-f]{64}$/),
        execution: expect.stringMatching(/^escalate-rotate-lsn_demo4u54y73wq7b_/),
      },
    ]);
    expect(cloud.executionsOf("remediate").map(({ input }) => input)).toMatchObject([
      { reason: { code: "remediation-answer", params: { decision: none } } },
    ]);
  });

  test("has a person asked when every certificate is valid", async () => {
    const { body } = await cloud.hear(fails());
    expect(body.answers).toEqual([
      expect.objectContaining({
        act: "escalate",
        reason: coded("remediation-answer", {
          event: expect.objectContaining({ code: "event-handshakes-failing" }),
          decision: coded("certificates-all-valid"),
        }),
      }),
    ]);
  });

  test("gets the successor of one that expires soon when an event tells of it", async () => {
    const { successor } = await shopWith(2);
    const time = new Date(cloud.clock.now()).toISOString();
    await cloud.hear({ ...cloudEvent, type: "slb:CloudMonitor:CertKeyExpired3", time, data: {} });
    await cloud.clock.advance(10 * MINUTE);
    expect(await cloud.bound()).toEqual([successor, cloud.seed.bystander.id]);
  });
});

describe("tracing", () => {
  test.each(["logstore", "project"])("ends on every listener whose log %s is deleted", async (what) => {
    const event = {
      ...stopListener,
      serviceName: "Sls",
      eventName: what === "project" ? "DeleteProject" : "DeleteLogStore",
      eventTime: new Date(cloud.clock.now()).toISOString(),
      requestParameters: {
        ProjectName: "albflow-traces",
        ...(what === "project" ? {} : { LogstoreName: "alb_traced" }),
      },
    };
    await cloud.hear(event);
    await cloud.clock.advance(10 * MINUTE);
    expect((await cloud.listener("lsn-traced")).LogConfig.AccessLogTracingConfig.TracingEnabled).toBe(false);
    expect(cloud.executionsOf("disableTracing").map(({ status }) => status)).toEqual(["Succeeded"]);
  });
});

describe("a TLS policy", () => {
  longTest("that somebody else has weakened is restored once somebody agrees", async () => {
    await cloud.alb.call(ROOT, "UpdateListenerAttribute", {
      ListenerId: SHOP,
      SecurityPolicyId: "tls_cipher_policy_1_0",
    });
    await cloud.clock.advance(2 * MINUTE);
    expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_0");
    await agreedTo("changeTlsPolicy");
    await cloud.clock.advance(10 * MINUTE);
    expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_2");
    expect(cloud.remedies()).toEqual([`remedy-harden-${SHOP} Succeeded`]);
  });

  test("that is stricter than the declared one stays", async () => {
    const SecurityPolicyId = "tls_cipher_policy_1_2_strict";
    await cloud.alb.call(ROOT, "UpdateListenerAttribute", { ListenerId: SHOP, SecurityPolicyId });
    await cloud.clock.advance(5 * MINUTE);
    expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_2_strict");
    expect(cloud.remedies()).toEqual([]);
  });
});
