import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { changeRow } from "./support/changeRow.ts";
import { planOf } from "./support/planOf.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const SHOP = "lsn-demo4u54y73wq7b";
const KNOWN_CA = "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01";
const OTHER_CA = "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02";

/** Every operation's example: its impacts, and whether somebody is asked. */
const EXAMPLES: Record<string, [impacts: string[], asks: boolean]> = {
  startListener: [["restores traffic"], false],
  stopListener: [["interrupts traffic"], true],
  deleteListener: [["interrupts traffic"], true],
  restoreListener: [["restores traffic"], false],
  modifyListener: [["no interruption"], false],
  copyListener: [["no interruption"], false],
  changeServerGroup: [["may interrupt"], true],
  createServerGroup: [["no interruption"], false],
  rotateCertificate: [["no interruption"], false],
  addCertificates: [["no interruption"], false],
  removeCertificates: [["may interrupt"], true],
  promoteCertificate: [["no interruption"], false],
  enableMutualAuth: [["interrupts traffic"], true],
  disableMutualAuth: [["lowers security"], true],
  replaceCaCertificate: [["interrupts traffic", "lowers security"], true],
  changeTlsPolicy: [["interrupts traffic"], true],
  createTlsPolicy: [["no interruption"], false],
  enableTracing: [["no interruption"], false],
  modifyTracing: [["no interruption"], false],
  disableTracing: [["no interruption"], false],
};

test("the table of impacts knows every operation", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(operations).sort());
});

test.each(sampled(6, Object.values(operations)))(
  "the example of $name tells its impacts, and asks as they do",
  async (operation) => {
    const { name, example, impacts } = operation;
    const plan = await planOf(cloud, name, example);
    expect([plan.impacts, plan.needsApproval]).toEqual(EXAMPLES[name]);
    for (const impact of plan.impacts) expect(impacts).toContain(impact);
  },
);

const set = (listenerId: string, change: object) => changeRow(cloud, "listeners", listenerId, change);

describe("what lets somebody in who was not, or has somebody believed who was not, lowers security and asks", () => {
  test.each<[string, string, object, () => Promise<unknown>, string[], object[]]>([
    [
      "an older TLS version",
      "changeTlsPolicy",
      { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_0" },
      () => set(SHOP, { SecurityPolicyId: "tls_cipher_policy_1_2" }),
      ["lowers security"],
      [coded("weaker-tls-accepted", { versions: ["TLSv1.0", "TLSv1.1"], ciphers: expect.any(Number) })],
    ],
    [
      "a weaker cipher, while clients lose others",
      "changeTlsPolicy",
      { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2" },
      () => set(SHOP, { SecurityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" }),
      ["interrupts traffic", "lowers security"],
      [coded("weaker-tls-accepted", { versions: [], ciphers: expect.any(Number) })],
    ],
    [
      "clients without a certificate",
      "disableMutualAuth",
      { listenerId: "lsn-mutual" },
      async () => {},
      ["lowers security"],
      [coded("admits-without-certificate")],
    ],
    [
      "clients of another CA",
      "enableMutualAuth",
      { listenerId: "lsn-mutual", caCertificateId: OTHER_CA },
      async () => {},
      ["interrupts traffic", "lowers security"],
      [coded("admits-client-cas", { certificateIds: [OTHER_CA] })],
    ],
    [
      "a copy without encryption, client certificates and headers of them",
      "copyListener",
      { listenerId: "lsn-mutual", listenerPort: 8099, listenerProtocol: "HTTP" },
      () => set("lsn-mutual", { XForwardedForConfig: { XForwardedForClientCertSubjectDNEnabled: true } }),
      ["lowers security"],
      [
        coded("admits-without-certificate"),
        coded("requests-not-encrypted"),
        coded("headers-not-told", { headers: ["XForwardedForClientCertSubjectDNEnabled"] }),
      ],
    ],
    [
      "an X-Forwarded-For that clients send",
      "modifyListener",
      { listenerId: SHOP, xForwardedForConfig: { XForwardedForProcessingMode: "append" } },
      () => set(SHOP, { XForwardedForConfig: { XForwardedForEnabled: true, XForwardedForProcessingMode: "remove" } }),
      ["lowers security"],
      [coded("forwarded-header-passed")],
    ],
    [
      "an address that clients write themselves",
      "modifyListener",
      { listenerId: SHOP, xForwardedForConfig: { XForwardedForEnabled: false } },
      () => set(SHOP, { XForwardedForConfig: { XForwardedForEnabled: true } }),
      ["lowers security"],
      [coded("headers-not-told", { headers: ["XForwardedForEnabled"] })],
    ],
    [
      "proxies that are trusted",
      "modifyListener",
      {
        listenerId: SHOP,
        xForwardedForConfig: {
          XForwardedForClientSourceIpsEnabled: true,
          XForwardedForClientSourceIpsTrusted: "10.0.0.0/8",
        },
      },
      async () => {},
      ["lowers security"],
      [coded("proxies-believed", { addresses: ["10.0.0.0/8"] })],
    ],
  ])("%s", async (_, operation, input, happens, impacts, effects) => {
    await happens();
    const plan = await planOf(cloud, operation, input);
    expect(plan).toMatchObject({ impacts, needsApproval: true });
    expect(plan.effect).toEqual(expect.arrayContaining(effects));
    for (const impact of plan.impacts) expect(operations[operation]?.impacts).toContain(impact);
  });

  test("but TLS 1.3 on top of TLS 1.2 does not", async () => {
    await set(SHOP, { SecurityPolicyId: "tls_cipher_policy_1_2_strict" });
    const wider = { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" };
    const plan = await planOf(cloud, "changeTlsPolicy", wider);
    expect(plan).toMatchObject({ impacts: ["no interruption"], needsApproval: false });
  });

  test("and so does taking back what has made it more secure", async () => {
    await set(SHOP, { SecurityPolicyId: "tls_cipher_policy_1_0" });
    const strict = { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2_strict" };
    await cloud.run("changeTlsPolicy", strict, "policy");
    expect(await planOf(cloud, "changeTlsPolicy", { undo: "policy" })).toMatchObject({
      impacts: ["lowers security"],
      needsApproval: true,
      effect: expect.arrayContaining([coded("weaker-tls-accepted", { versions: ["TLSv1.0", "TLSv1.1"], ciphers: 7 })]),
    });
    await cloud.run(
      "enableMutualAuth",
      { listenerId: "lsn-demo4u54y73wq7b", caCertificateId: KNOWN_CA, verification: { acceptUnreachable: true } },
      "mutual",
    );
    expect(await planOf(cloud, "enableMutualAuth", { undo: "mutual" })).toMatchObject({
      impacts: ["lowers security"],
      needsApproval: true,
      effect: [coded("undoes-execution", { execution: "mutual" }), coded("admits-without-certificate")],
    });
  });
});

describe("what may fail requests says so, and asks", () => {
  test.each<[string, string, object, object]>([
    [
      "a shorter time for answers",
      "modifyListener",
      { listenerId: SHOP, requestTimeout: 30 },
      coded("slow-requests-fail", { seconds: 30 }),
    ],
    ["the end of HTTP/2", "modifyListener", { listenerId: SHOP, http2Enabled: false }, coded("http2-only-turned-away")],
    [
      "a name that is given up",
      "removeCertificates",
      { listenerId: SHOP, certificateIds: ["24870011-cn-hangzhou"], allowUncoveredNames: ["partner.example.net"] },
      coded("names-lost", { names: ["partner.example.net"] }),
    ],
    [
      "a server group that no listener forwards to",
      "changeServerGroup",
      { listenerId: "lsn-plain", serverGroupId: "sgp-next" },
      coded("group-not-proven", { serverGroupIds: ["sgp-next"], cause: coded("group-unused") }),
    ],
  ])("%s", async (_, operation, input, effect) => {
    const plan = await planOf(cloud, operation, input);
    expect(plan).toMatchObject({
      impacts: ["may interrupt"],
      needsApproval: true,
    });
    expect(plan.effect).toContainEqual(effect);
  });

  const forwardsTo = (listenerId: string, ServerGroupId: string) =>
    set(listenerId, {
      DefaultActions: [{ Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] } }],
    });
  const toGroup = (serverGroupId: string) =>
    planOf(cloud, "changeServerGroup", { listenerId: "lsn-plain", serverGroupId });

  test("a server group that is well by its check and answers 500 where it is used has not proven itself", async () => {
    await forwardsTo("lsn-traced", "sgp-failing");
    await cloud.clock.advance(20_000);
    const plan = await toGroup("sgp-failing");
    expect(plan.impacts).toEqual(["may interrupt"]);
    const cause = coded("group-answers-errors", { listenerId: "lsn-traced", status: 500 });
    expect(plan.effect).toContainEqual(coded("group-not-proven", { serverGroupIds: ["sgp-failing"], cause }));
  });

  test("one that is well and answers where it is used has", async () => {
    await forwardsTo("lsn-traced", "sgp-next");
    await cloud.clock.advance(20_000);
    expect(await toGroup("sgp-next")).toMatchObject({ impacts: ["no interruption"], needsApproval: false });
  });

  test("whoever leaves a group all of whose servers are down restores traffic, proven or not", async () => {
    await forwardsTo("lsn-plain", "sgp-broken");
    await cloud.clock.advance(20_000);
    expect(await toGroup("sgp-next")).toMatchObject({ impacts: ["restores traffic"], needsApproval: false });
  });

  inWholeSuite(() => {
    test("the rollback to a group that no listener forwards to any more asks as well", async () => {
      await forwardsTo("lsn-plain", "sgp-failing");
      const input = { listenerId: "lsn-plain", serverGroupId: "sgp-next", watchSeconds: 0 };
      const there = await cloud.run("changeServerGroup", input, "there");
      expect(there.verdict?.state).toBe("verified");
      expect(await planOf(cloud, "changeServerGroup", { undo: "there" })).toMatchObject({
        impacts: ["may interrupt"],
        needsApproval: true,
        effect: [
          coded("undoes-execution", { execution: "there" }),
          coded("group-not-proven", { serverGroupIds: ["sgp-failing"], cause: coded("group-unused") }),
        ],
      });
    });
  });

  inWholeSuite(() => {
    test("and so does the rollback to a shorter time for answers, or to fewer certificates", async () => {
      await cloud.run("modifyListener", { listenerId: "lsn-plain", requestTimeout: 90 }, "longer");
      expect(await planOf(cloud, "modifyListener", { undo: "longer" })).toMatchObject({
        impacts: ["may interrupt"],
        needsApproval: true,
        effect: [coded("undoes-execution", { execution: "longer" }), coded("slow-requests-fail", { seconds: 60 })],
      });
      await cloud.run("addCertificates", { listenerId: SHOP, certificateIds: ["25113407-cn-hangzhou"] }, "more");
      expect(await planOf(cloud, "addCertificates", { undo: "more" })).toMatchObject({
        impacts: ["may interrupt"],
        effect: [
          coded("undoes-execution", { execution: "more" }),
          coded("certificates-go", { certificateIds: ["25113407-cn-hangzhou"] }),
        ],
      });
    });
  });
});

test("nothing is written before somebody has agreed to what lowers security", async () => {
  await cloud.start("disableMutualAuth", { listenerId: "lsn-mutual" }, "open");
  await cloud.clock.advance(120_000);
  const isMutual = async () =>
    (
      await cloud.alb.call({ accountId: cloud.accountId, accessKeyId: "local" }, "GetListenerAttribute", {
        ListenerId: "lsn-mutual",
      })
    ).CaEnabled;
  expect(await isMutual()).toBe(true);
  await cloud.answer("disableMutualAuth", "open", (asked) => {
    expect(asked.verdict.reason).toEqual(
      coded("approval-required", {
        operation: "disableMutualAuth",
        steps: [coded("step-update-listener", { fields: ["CaEnabled"], listenerId: "lsn-mutual" })],
        impacts: ["lowers security"],
      }),
    );
    return cloud.agreement(asked);
  });
  expect((await cloud.finish("disableMutualAuth", "open")).verdict).toMatchObject({
    state: "verified",
    approvedBy: ["ada"],
  });
  expect(await isMutual()).toBe(false);
});

describe("settings say on which listeners nobody is asked", () => {
  let eased: SimulatedCloud;
  beforeAll(async () => {
    const environment = { ALBFLOW_UNASKED_MAY_INTERRUPT: "lsn-pl*", ALBFLOW_UNASKED_LOWERS_SECURITY: "lsn-mutual" };
    eased = await startSimulatedCloud({ environment });
  });
  afterAll(() => eased.close());

  test.each<[string, object, string[], boolean]>([
    ["changeServerGroup", { listenerId: "lsn-plain", serverGroupId: "sgp-next" }, ["may interrupt"], false],
    ["changeServerGroup", { listenerId: "lsn-basic", serverGroupId: "sgp-next" }, ["may interrupt"], true],
    ["disableMutualAuth", { listenerId: "lsn-mutual" }, ["lowers security"], false],
    // What interrupts is nobody's to leave unasked.
    [
      "replaceCaCertificate",
      { listenerId: "lsn-mutual", caCertificateId: OTHER_CA },
      ["interrupts traffic", "lowers security"],
      true,
    ],
    ["stopListener", { listenerId: "lsn-plain" }, ["interrupts traffic"], true],
    ["modifyListener", { listenerId: "lsn-plain", idleTimeout: 20, requireApproval: true }, ["no interruption"], true],
  ])("%s with %j: %j, asked: %s", async (operation, input, impacts, needsApproval) => {
    expect(await planOf(eased, operation, input)).toMatchObject({ impacts, needsApproval });
  });
});
