import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import type { Plan } from "../../shared/core/verdict.ts";
import { coded } from "../support/coded.ts";
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

test.each(Object.values(operations))(
  "the example of $name tells its impacts, and asks as they do",
  async (operation) => {
    const { name, example, impacts } = operation;
    const plan = await planOf(cloud, name, example);
    expect([plan.impacts, plan.needsApproval]).toEqual(EXAMPLES[name]);
    for (const impact of plan.impacts) expect(impacts).toContain(impact);
  },
);

/** What is told of its effect, one after the other. */
const effectOf = ({ effect }: Plan) => effect.map(({ params }) => String(params.text)).join("; ");

const set = (listenerId: string, change: object) => changeRow(cloud, "listeners", listenerId, change);

describe("what lets somebody in who was not, or has somebody believed who was not, lowers security and asks", () => {
  test.each<[string, string, object, () => Promise<unknown>, string[], RegExp]>([
    [
      "an older TLS version",
      "changeTlsPolicy",
      { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_0" },
      () => set(SHOP, { SecurityPolicyId: "tls_cipher_policy_1_2" }),
      ["lowers security"],
      /TLSv1\.0, TLSv1\.1 are accepted again/,
    ],
    [
      "a weaker cipher, while clients lose others",
      "changeTlsPolicy",
      { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2" },
      () => set(SHOP, { SecurityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" }),
      ["interrupts traffic", "lowers security"],
      /weaker ciphers are accepted again/,
    ],
    [
      "clients without a certificate",
      "disableMutualAuth",
      { listenerId: "lsn-mutual" },
      async () => {},
      ["lowers security"],
      /clients without a certificate are let in/,
    ],
    [
      "clients of another CA",
      "enableMutualAuth",
      { listenerId: "lsn-mutual", caCertificateId: OTHER_CA },
      async () => {},
      ["interrupts traffic", "lowers security"],
      new RegExp(`clients with a certificate of ${OTHER_CA} are let in`),
    ],
    [
      "a copy without encryption, client certificates and headers of them",
      "copyListener",
      { listenerId: "lsn-mutual", listenerPort: 8099, listenerProtocol: "HTTP" },
      () => set("lsn-mutual", { XForwardedForConfig: { XForwardedForClientCertSubjectDNEnabled: true } }),
      ["lowers security"],
      /clients without a certificate are let in; requests to it are not encrypted; servers are no longer told the subject/,
    ],
    [
      "an X-Forwarded-For that clients send",
      "modifyListener",
      { listenerId: SHOP, xForwardedForConfig: { XForwardedForProcessingMode: "append" } },
      () => set(SHOP, { XForwardedForConfig: { XForwardedForEnabled: true, XForwardedForProcessingMode: "remove" } }),
      ["lowers security"],
      /an X-Forwarded-For that clients send reaches the servers/,
    ],
    [
      "an address that clients write themselves",
      "modifyListener",
      { listenerId: SHOP, xForwardedForConfig: { XForwardedForEnabled: false } },
      () => set(SHOP, { XForwardedForConfig: { XForwardedForEnabled: true } }),
      ["lowers security"],
      /servers are no longer told the client's address by ALB, and may believe what clients write there/,
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
      /what 10\.0\.0\.0\/8 say of a client's address is believed/,
    ],
  ])("%s", async (_, operation, input, happens, impacts, words) => {
    await happens();
    const plan = await planOf(cloud, operation, input);
    expect(plan).toMatchObject({ impacts, needsApproval: true });
    expect(effectOf(plan)).toMatch(words);
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
      effect: expect.arrayContaining([
        coded("text", { text: "TLSv1.0, TLSv1.1 and 7 weaker ciphers are accepted again" }),
      ]),
    });
    await cloud.run(
      "enableMutualAuth",
      { listenerId: "lsn-demo4u54y73wq7b", caCertificateId: KNOWN_CA, verification: { acceptUnreachable: true } },
      "mutual",
    );
    expect(await planOf(cloud, "enableMutualAuth", { undo: "mutual" })).toMatchObject({
      impacts: ["lowers security"],
      needsApproval: true,
      effect: [
        coded("undoes-execution", { execution: "mutual" }),
        coded("text", { text: "clients without a certificate are let in" }),
      ],
    });
  });
});

describe("what may fail requests says so, and asks", () => {
  test.each<[string, string, object, RegExp]>([
    [
      "a shorter time for answers",
      "modifyListener",
      { listenerId: SHOP, requestTimeout: 30 },
      /requests that take longer than 30 s are answered 504/,
    ],
    [
      "the end of HTTP/2",
      "modifyListener",
      { listenerId: SHOP, http2Enabled: false },
      /clients that speak nothing but HTTP\/2, like those of gRPC, are turned away/,
    ],
    [
      "a name that is given up",
      "removeCertificates",
      { listenerId: SHOP, certificateIds: ["24870011-cn-hangzhou"], allowUncoveredNames: ["partner.example.net"] },
      /clients that ask for partner\.example\.net are served a certificate of another name/,
    ],
    [
      "a server group that no listener forwards to",
      "changeServerGroup",
      { listenerId: "lsn-plain", serverGroupId: "sgp-next" },
      /it has not proven itself: no running listener forwards to it, so its health is not known/,
    ],
  ])("%s", async (_, operation, input, words) => {
    const plan = await planOf(cloud, operation, input);
    expect(plan).toMatchObject({
      impacts: ["may interrupt"],
      needsApproval: true,
    });
    expect(effectOf(plan)).toMatch(words);
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
    expect(effectOf(plan)).toContain("it answers 500 on lsn-traced");
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

  test("the way back to a group that no listener forwards to any more asks as well", async () => {
    await forwardsTo("lsn-plain", "sgp-failing");
    const input = { listenerId: "lsn-plain", serverGroupId: "sgp-next", watchSeconds: 0 };
    const there = await cloud.run("changeServerGroup", input, "there");
    expect(there.verdict?.state).toBe("verified");
    expect(await planOf(cloud, "changeServerGroup", { undo: "there" })).toMatchObject({
      impacts: ["may interrupt"],
      needsApproval: true,
      effect: [
        coded("undoes-execution", { execution: "there" }),
        coded("text", {
          text: "sgp-failing has not proven itself: no running listener forwards to it, so its health is not known",
        }),
      ],
    });
  });

  test("and so does the way back to a shorter time for answers, or to fewer certificates", async () => {
    await cloud.run("modifyListener", { listenerId: "lsn-plain", requestTimeout: 90 }, "longer");
    expect(await planOf(cloud, "modifyListener", { undo: "longer" })).toMatchObject({
      impacts: ["may interrupt"],
      needsApproval: true,
      effect: [
        coded("undoes-execution", { execution: "longer" }),
        coded("text", { text: "requests that take longer than 60 s are answered 504" }),
      ],
    });
    await cloud.run("addCertificates", { listenerId: SHOP, certificateIds: ["25113407-cn-hangzhou"] }, "more");
    expect(await planOf(cloud, "addCertificates", { undo: "more" })).toMatchObject({
      impacts: ["may interrupt"],
      effect: [
        coded("undoes-execution", { execution: "more" }),
        coded("text", { text: "names that nothing but 25113407-cn-hangzhou covers lose their certificate" }),
      ],
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
