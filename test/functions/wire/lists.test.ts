import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { descriptionLines, listenerLines } from "../../../cli/operations/ask.ts";
import { makeCertificate } from "../../../local/certificates/makeCertificate.ts";
import type { CertificateList } from "../../../shared/features/inventory/certificateStatus.ts";
import type { ListenerList } from "../../../shared/features/inventory/listedListener.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { coded } from "../../support/coded.ts";
import { inWholeSuite } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { changeRow } from "../support/changeRow.ts";
import { endpointOf } from "./endpointOf.ts";
import { httpAnswerOf } from "./httpAnswerOf.ts";
import { invoke } from "./invoke.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const DAY_MS = 86_400_000;
const SHOP = "lsn-demo4u54y73wq7b";
const root = { accountId: "1234567890123456", accessKeyId: "local" };
const list = async (event: object = {}) => (await invoke(cloud, "listListeners", event)) as ListenerList;
const certificateStatuses = async () => (await invoke(cloud, "listCertificates", {})) as CertificateList;
const describeIt = async (listenerId: string) =>
  (await invoke(cloud, "describeListener", { listenerId })) as ListenerDescription;

async function place(names: string[], notAfter: number): Promise<string> {
  const notBefore = new Date(cloud.clock.now() - 30 * DAY_MS);
  return cloud.cas.putCertificate({
    name: `${names[0]} until ${notAfter}`,
    ...(await makeCertificate({ names, notBefore, notAfter: new Date(notAfter) })),
  });
}

async function bind(...ids: string[]): Promise<void> {
  const Certificates = ids.map((CertificateId) => ({ CertificateId }));
  await cloud.alb.call(root, "AssociateAdditionalCertificatesWithListener", { ListenerId: SHOP, Certificates });
  await cloud.clock.advance(1_500);
}

describe("listListeners", () => {
  test("lists all pages of instances, listeners and certificates", async () => {
    const listeners = Array.from({ length: 230 }, (_, at) => ({
      ListenerId: `lsn-many-${at}`,
      LoadBalancerId: `alb-many-${at % 115}`,
      ListenerProtocol: "HTTP" as const,
      ListenerPort: 10_000 + at,
      ListenerStatus: "Stopped" as const,
      DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
    }));
    const loadBalancers = Array.from({ length: 115 }, (_, at) => ({
      LoadBalancerId: `alb-many-${at}`,
      LoadBalancerName: `many ${at}`,
    }));
    await cloud.seedWith({ loadBalancers, listeners });
    const found = await list();
    expect(found.unavailable).toEqual([]);
    expect(found.listeners).toHaveLength(239);
    expect(new Set(found.listeners.map(({ listenerId }) => listenerId)).size).toBe(239);
    const last = found.listeners.find(({ listenerId }) => listenerId === "lsn-many-229");
    expect(last).toEqual({
      region: "cn-hangzhou",
      loadBalancerId: "alb-many-114",
      loadBalancerName: "many 114",
      edition: "Standard",
      listenerId: "lsn-many-229",
      description: "",
      protocol: "HTTP",
      port: 10229,
      status: "Stopped",
      tracing: false,
      tlsPolicyId: "",
      serverGroupIds: ["sgp-demo"],
      certificates: [],
      warnings: [coded("listener-stopped")],
    });
  });

  test("lists only what ALB lists in pages, when nobody wants to know of certificates", async () => {
    const found = await list({ certificates: false });
    expect(found.listeners.find(({ listenerId }) => listenerId === SHOP)).toMatchObject({
      tlsPolicyId: "tls_cipher_policy_1_2",
      certificates: [],
      warnings: [],
    });
    // A page of instances and one of listeners.
    expect(found.apiCalls).toBe(2);
  });

  test("tells the health of some listeners' servers when that is wanted", async () => {
    const found = await list({ listenerIds: [SHOP, "lsn-plain", "lsn-nobody"], health: true });
    expect(found.listeners.map(({ listenerId, health }) => [listenerId, health])).toEqual([
      [SHOP, { servers: 1, down: 0 }],
      ["lsn-plain", { servers: 1, down: 0 }],
    ]);
  });

  inWholeSuite(() => {
    test("lists every certificate of a listener that has more than a page of them", async () => {
      const certificates = Array.from({ length: 130 }, (_, at) => ({
        name: `many-${at}`,
        id: 40_000_000 + at,
        names: [`name-${at}.example.org`],
      }));
      const AdditionalCertificates = certificates.slice(1).map(({ name }) => ({ CertificateId: name }));
      await cloud.seedWith({
        certificates,
        listeners: [
          {
            ListenerId: "lsn-many",
            LoadBalancerId: "alb-demo",
            ListenerProtocol: "QUIC",
            ListenerPort: 10_000,
            DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
            Certificates: [{ CertificateId: "many-0" }],
            AdditionalCertificates,
          },
        ],
      });
      const { listeners } = await list({ loadBalancerIds: ["alb-demo"] });
      const listed = listeners.find(({ listenerId }) => listenerId === "lsn-many")?.certificates ?? [];
      expect(listed).toHaveLength(130);
      expect(new Set(listed.map(({ id }) => id)).size).toBe(130);
      expect(listed.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual(["40000000-cn-hangzhou"]);
      expect(listed.find(({ id }) => id === "40000129-cn-hangzhou")?.names).toEqual(["name-129.example.org"]);
    });
  });

  test("counts days left, and warns of what is due, expired, or gone from the certificate service", async () => {
    const now = cloud.clock.now();
    const gone = await place(["gone.example.org"], now + 60 * DAY_MS);
    const expired = await place(["expired.example.org"], now + 1_000);
    const tomorrow = await place(["tomorrow.example.org"], now + 1.5 * DAY_MS);
    await bind(gone, expired, tomorrow);
    await cloud.cas.call(root, "DeleteUserCertificate", { CertId: Number(gone.split("-")[0]) });
    const { listeners } = await list({ loadBalancerIds: ["alb-demo"] });
    const listener = listeners.find(({ listenerId }) => listenerId === SHOP);
    const left = Object.fromEntries(listener?.certificates.map(({ id, daysLeft }) => [id, daysLeft]) ?? []);
    expect(left[cloud.seed.bystander.id]).toBe(59);
    expect(left[tomorrow]).toBe(1);
    expect(listener?.warnings).toHaveLength(4);
    expect(listener?.warnings).toEqual(
      expect.arrayContaining([
        coded("certificate-expiring", {
          certificateId: "24664588-cn-hangzhou",
          name: "shop.example.com",
          intermediate: null,
          days: 6,
        }),
        coded("bound-certificate-lost", { certificateId: gone }),
        coded("certificate-expired", {
          certificateId: expired,
          name: "expired.example.org",
          intermediate: null,
        }),
        coded("certificate-expiring", {
          certificateId: tomorrow,
          name: "tomorrow.example.org",
          intermediate: null,
          days: 1,
        }),
      ]),
    );
  });

  test("nobody knows how many days a certificate has left that the certificate service has lost", async () => {
    const gone = await place(["gone.example.org"], cloud.clock.now() + 60 * DAY_MS);
    await bind(gone);
    await cloud.cas.call(root, "DeleteUserCertificate", { CertId: Number(gone.split("-")[0]) });
    const found = await list({ listenerIds: [SHOP] });
    expect(found.listeners[0]?.certificates.find(({ id }) => id === gone)).toMatchObject({ names: [], daysLeft: null });
    expect(listenerLines(found)[1]).toMatch(/ 6 d, 1 unknown /);
    const { certificates } = await certificateStatuses();
    expect(certificates.find(({ id }) => id === gone)).toMatchObject({ renewalStatus: "missing", daysLeft: null });
  });

  test("a certificate that cannot be read costs its own row and nothing else", async () => {
    const fault = { kind: "refuse", status: 403, code: "NoPermission", message: "User not authorized." } as const;
    const bystander = cloud.seed.bystander.id;
    await cloud.clock.advance(1_500);
    cloud.faults.add({
      service: "cas",
      action: "GetUserCertificateDetail",
      resource: bystander.split("-")[0] ?? "",
      fault,
    });
    const { listeners, unavailable } = await list();
    expect(unavailable).toEqual([]);
    expect(listeners).toHaveLength(9);
    const listener = listeners.find(({ listenerId }) => listenerId === SHOP);
    expect(listener?.certificates).toMatchObject([
      { id: "24664588-cn-hangzhou", names: ["shop.example.com", "www.shop.example.com"], daysLeft: 6 },
      { id: bystander, names: [], daysLeft: null, unavailable: expect.stringContaining("NoPermission") },
    ]);
    expect(listener?.warnings).toContainEqual(
      coded("bound-certificate-unreadable", {
        certificateId: bystander,
        cause: coded("cloud-error", {
          product: "cas",
          action: "GetUserCertificateDetail",
          cloudCode: "NoPermission",
          requestId: expect.any(String),
          message: "User not authorized",
        }),
      }),
    );
    expect((await describeIt(SHOP)).certificates.map(({ daysLeft }) => daysLeft)).toEqual([6, null]);
    const { certificates } = await certificateStatuses();
    expect(certificates.find(({ id }) => id === bystander)).toMatchObject({ renewalStatus: "unavailable", actsAt: 0 });
    expect(certificates.find(({ id }) => id === "24664588-cn-hangzhou")).toMatchObject({ renewalStatus: "ready" });
  });

  test("a listener that is deleted between the list and its details is left out, and hides nothing", async () => {
    const fault = { kind: "refuse", status: 404, code: "ResourceNotFound.Listener", message: "Not found." } as const;
    cloud.faults.add({ service: "alb", action: "ListListenerCertificates", resource: SHOP, fault });
    const { listeners, unavailable } = await list();
    expect(unavailable).toEqual([]);
    expect(listeners).toHaveLength(8);
    expect(listeners.map(({ listenerId }) => listenerId)).not.toContain(SHOP);
  });

  test("days left are those of the intermediate that ends before its certificate, everywhere", async () => {
    const now = cloud.clock.now();
    const intermediate = await makeCertificate({
      names: ["ca.test"],
      commonName: "short intermediate",
      ca: true,
      notBefore: new Date(now - 100 * DAY_MS),
      notAfter: new Date(now + 1.5 * DAY_MS),
      issuer: await makeCertificate({ names: ["root.test"], ca: true, notAfter: new Date(now + 900 * DAY_MS) }),
    });
    const made = await makeCertificate({
      names: ["chained.example.org"],
      notBefore: new Date(now - 65 * DAY_MS),
      notAfter: new Date(now + 300 * DAY_MS),
      issuer: intermediate,
    });
    const id = cloud.cas.putCertificate({ name: "chained", ...made });
    await bind(id);
    const warning = coded("certificate-expiring", {
      certificateId: id,
      name: "chained.example.org",
      intermediate: "short intermediate",
      days: 1,
    });
    const [listener] = (await list({ listenerIds: [SHOP] })).listeners;
    expect(listener?.certificates.find((one) => one.id === id)).toMatchObject({
      daysLeft: 1,
      endsWith: "short intermediate",
    });
    expect(listener?.warnings).toContainEqual(warning);
    const described = await describeIt(SHOP);
    expect(described.certificates.find((one) => one.id === id)?.daysLeft).toBe(1);
    expect(described.warnings).toContainEqual(warning);
    expect((await certificateStatuses()).certificates.find((one) => one.id === id)).toMatchObject({
      daysLeft: 1,
      endsWith: "short intermediate",
      renewalStatus: "blocked",
    });
  });

  test("a CA whose clients are let in is told with its days, and warned of before and after its end", async () => {
    const now = cloud.clock.now();
    const upload = async (name: string, end: number, WarehouseId: number) => {
      const dates = { notBefore: new Date(now - 100 * DAY_MS), notAfter: new Date(end) };
      const { certificatePem: Cert } = await makeCertificate({ names: [name], commonName: name, ca: true, ...dates });
      const answer = await cloud.cas.call(root, "UploadPCACert", { WarehouseId, Cert });
      return (answer as { Identifier: string }).Identifier;
    };
    // One lies with its chain in `uploadCA`, one in `uploadPCA`.
    const soon = await upload("clients of today", now + 3.5 * DAY_MS, 4);
    const ended = await upload("clients of yesterday", now - DAY_MS / 2, 2);
    await changeRow(cloud, "listeners", SHOP, {
      CaEnabled: true,
      CaCertificates: [soon, ended].map((CertificateId) => ({ CertificateId, Status: "Associated" })),
    });
    const warnings = [
      coded("client-ca-expiring", { certificateId: soon, name: "clients of today", days: 3 }),
      coded("client-ca-expired", { certificateId: ended, name: "clients of yesterday" }),
    ];
    const [listener] = (await list({ listenerIds: [SHOP] })).listeners;
    expect(listener?.certificates).toHaveLength(2);
    expect(listener?.clientCas?.map(({ id, daysLeft }) => [id, daysLeft])).toEqual([
      [soon, 3],
      [ended, -1],
    ]);
    expect(listener?.warnings).toEqual(expect.arrayContaining(warnings));
    const described = await describeIt(SHOP);
    expect(described.warnings).toEqual(expect.arrayContaining(warnings));
    expect(descriptionLines(described).join("\n")).toContain(`client CA     ${soon}  clients of today  3 days left`);
    const { notRenewable } = await cloud.renew();
    expect(
      notRenewable.map(({ certificateId, daysLeft, needsPeople, isNew }) => [
        certificateId,
        daysLeft,
        needsPeople,
        isNew,
      ]),
    ).toEqual([
      [ended, -1, true, true],
      [soon, 3, true, true],
    ]);
    expect(notRenewable[1]?.reason).toEqual(
      coded("client-ca-expiring", { certificateId: soon, name: "clients of today", days: 3 }),
    );
  });

  test("one region that cannot be read does not hide the others", async () => {
    const fault = { kind: "refuse", status: 403, code: "Forbidden.RAM", message: "User not authorized." } as const;
    cloud.faults.add({ service: "alb", action: "ListLoadBalancers", region: "eu-central-1", fault });
    const { listeners, unavailable } = await list({ regions: ["eu-central-1", "cn-hangzhou"] });
    expect(unavailable).toEqual([
      {
        region: "eu-central-1",
        reason: coded("cloud-error", {
          product: "alb",
          action: "ListLoadBalancers",
          cloudCode: "Forbidden.RAM",
          requestId: expect.any(String),
          message: "User not authorized",
        }),
        since: cloud.clock.now(),
        shownFrom: null,
      },
    ]);
    expect(new Set(listeners.map(({ region }) => region))).toEqual(new Set(["cn-hangzhou"]));
    expect(listeners).toHaveLength(9);
  });

  test("refuses an input that makes no sense, and names the field", async () => {
    const answer = await invoke(cloud, "listListeners", { regions: "everywhere", surprise: 1 });
    expect(answer).toMatchObject({ errorMessage: expect.stringContaining("regions") });
    expect(answer).toMatchObject({ errorMessage: expect.stringContaining("surprise") });
  });
});

describe("describeListener", () => {
  test("tells what is configured, what stands behind it, and what clients are served", async () => {
    const { expiring, bystander } = cloud.seed;
    const daysLeft = ({ notAfter }: typeof expiring) => Math.floor((notAfter.getTime() - cloud.clock.now()) / DAY_MS);
    const found = await describeIt(SHOP);
    expect(found.listener).toMatchObject({ ListenerId: SHOP, ListenerPort: 443, ListenerStatus: "Running" });
    expect(found.loadBalancer).toMatchObject({ LoadBalancerId: "alb-demo", LoadBalancerName: "demo" });
    expect(found.certificates.map(({ id, isDefault, daysLeft }) => [id, isDefault, daysLeft])).toEqual([
      ["24664588-cn-hangzhou", true, daysLeft(expiring)],
      ["24870011-cn-hangzhou", false, daysLeft(bystander)],
    ]);
    expect(found.tlsPolicy).toMatchObject({ id: "tls_cipher_policy_1_2", versions: ["TLSv1.2"] });
    expect(found.serverGroups.map(({ id, servers }) => [id, servers.length])).toEqual([["sgp-demo", 1]]);
    expect(found.traffic).toEqual(coded("listener-traffic", { rules: 0, requestsPerSecond: null }));
    expect(found.traces).toBe("");
    expect(found.probes.map(({ problem }) => problem)).toEqual([null, null, null, null, null]);
    expect(found.warnings).toEqual([
      coded("certificate-expiring", {
        certificateId: "24664588-cn-hangzhou",
        name: "shop.example.com",
        intermediate: null,
        days: 7,
      }),
    ]);
  });

  test("counts the requests of the last minute, and links to the traces", async () => {
    const place = endpointOf(cloud, "lsn-traced");
    for (let request = 0; request < 24; request += 1) await httpAnswerOf(place);
    await cloud.clock.advance(2_000);
    const found = await describeIt("lsn-traced");
    expect(found.traffic).toEqual(coded("listener-traffic", { rules: 0, requestsPerSecond: 0.4 }));
    expect(found.traces).toBe("https://trace.console.aliyun.com/");
    expect(found.tlsPolicy).toBeNull();
    expect((await describeIt("lsn-ruled")).traffic).toMatchObject({ code: "listener-traffic", params: { rules: 2 } });
  });

  test("warns when something else is served than is configured", async () => {
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: { kind: "lag", ms: DAY_MS } });
    const Certificates = [{ CertificateId: cloud.seed.successor.id }];
    await cloud.alb.call(root, "UpdateListenerAttribute", { ListenerId: SHOP, Certificates });
    await cloud.clock.advance(1_500);
    const { warnings } = await describeIt(SHOP);
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toMatchObject({ code: "wrong-certificate", params: { serverName: null } });
  });

  test("tells a listener of which the certificate service has lost a certificate", async () => {
    const gone = await place(["gone.example.org"], cloud.clock.now() + 60 * DAY_MS);
    await bind(gone);
    await cloud.cas.call(root, "DeleteUserCertificate", { CertId: Number(gone.split("-")[0]) });
    const { warnings, probes } = await describeIt(SHOP);
    expect(warnings).toContainEqual(coded("bound-certificate-lost", { certificateId: gone }));
    expect(probes.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
  });

  test.each([
    [
      "lsn-stopped",
      [coded("listener-stopped")],
      [[coded("probe-closed-port", { port: 8080 }), coded("value-refused")]],
    ],
    [
      "lsn-quic",
      [],
      [
        [coded("probe-quic"), coded("value-companions", { listenerIds: ["lsn-mutual"] })],
        [coded("probe-handshake", { serverName: null, key: null }), expect.objectContaining({ code: "value-serial" })],
        [
          coded("probe-handshake", { serverName: "mutual.example.com", key: null }),
          expect.objectContaining({ code: "value-serial" }),
        ],
      ],
    ],
  ])("describes %s", async (listenerId, warnings, probes) => {
    const found = await describeIt(listenerId);
    expect(found.warnings).toEqual(warnings);
    expect(found.probes.map(({ probe, found: seen }) => [probe, seen])).toEqual(probes);
  });

  test("throws in words for a listener that does not exist", async () => {
    expect(await describeIt("lsn-nobody")).toMatchObject({
      errorMessage: 'listener-not-found {"listenerId":"lsn-nobody"}',
    });
  });
});
