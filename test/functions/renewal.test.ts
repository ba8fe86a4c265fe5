import { createSocket } from "node:dgram";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeCa, makeCertificate } from "../../local/certificates/makeCertificate.ts";
import type { Notice } from "../../shared/features/notify/notice.ts";
import { beginRound } from "../../shared/features/renewal/round.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { coded } from "../support/coded.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Minutes after the timer's tick, so that the next is far off; not in the past, as pebble's time is the machine's. */
const startAt = (Math.floor(performance.timeOrigin / HOUR_MS) + 1) * HOUR_MS + 20 * 60_000;
let cloud: SimulatedCloud;

describe("people are told by a round", () => {
  const received: Notice[] = [];
  let robot: Server;
  beforeAll(async () => {
    robot = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      request.on("end", () => {
        received.push(JSON.parse(text) as Notice);
        response.end("{}");
      });
    });
    const ALBFLOW_WEBHOOK_URL = `http://127.0.0.1:${await listening(robot)}/hook`;
    const secret = { ALBFLOW_WEBHOOK_SECRET: "SECret-of-the-robot-0123456789" };
    const environment = { ALBFLOW_NOTIFY: "change, failure, notRenewable, escalation", ALBFLOW_WEBHOOK_URL, ...secret };
    cloud = await startSimulatedCloud({ startAt, environment });
  });
  beforeEach(async () => {
    await cloud.reset();
    received.length = 0;
  });
  afterAll(async () => {
    await cloud.close();
    robot.close();
  });

  inWholeSuite(() => {
    test("of everything it has renewed in one message, however many there are", async () => {
      for (const index of [1, 2, 3]) {
        const old = await place(`host-${index}.example.org`, { age: 85, left: 5 });
        await place(`host-${index}.example.org`, { age: 1, left: 89 });
        await bind(old);
      }
      const report = await cloud.renew();
      expect(report.rotations.filter(({ outcome }) => outcome === "succeeded")).toHaveLength(4);
      await cloud.clock.advanceUntil(() => received.length > 0, 60_000);
      expect(received).toHaveLength(1);
      expect(received[0]).toMatchObject({
        kind: "change",
        title: { code: "notices-grouped", params: { count: 4, kind: "change" }, message: "4 × changed" },
      });
      expect(received[0]?.sentences.map(({ params }) => params.title)).toContainEqual(
        coded("certificate-renewed", { name: "host-3.example.org", listenerId: "lsn-demo4u54y73wq7b" }),
      );
    });
  });

  test("of what cannot be renewed when it is seen, and again when less time is left, not every hour", async () => {
    await bind(await place("lonely.example.org", { age: 86, left: 3.6 }));
    const lonely = () => received.filter(({ title }) => title.params.name === "lonely.example.org");
    await cloud.renew();
    await cloud.clock.advanceUntil(() => lonely().length > 0, 60_000);
    // Its own timer goes on meanwhile.
    await cloud.clock.advance(2 * HOUR_MS);
    expect(lonely()).toMatchObject([
      {
        kind: "notRenewable",
        title: coded("certificate-not-renewed", { name: "lonely.example.org", daysLeft: 4 }),
        sentences: [{ code: "no-successor", params: { names: ["lonely.example.org"] } }, {}],
      },
    ]);
    await cloud.clock.advance(2 * HOUR_MS);
    expect(lonely()).toHaveLength(2);
    expect(lonely()[1]?.title).toMatchObject(
      coded("certificate-not-renewed", { name: "lonely.example.org", daysLeft: 3 }),
    );
  });

  longTest("that it has stopped, once, when too many rotations have failed", async () => {
    for (const index of [1, 2, 3, 4, 5]) {
      await bind(await place(`host-${index}.example.org`, { age: 65, left: 20 }));
      await place(`host-${index}.example.org`, { age: 1, left: 89 });
    }
    const failure = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
    cloud.faults.add({ service: "alb", action: "AssociateAdditionalCertificatesWithListener", fault: failure });
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: failure });
    const report = await cloud.renew();
    expect(report.stopped).toMatchObject({ code: "error-budget-used-up", params: { budget: 3 } });
    expect(report.rotations.length).toBeLessThan(6);
    await cloud.renew();
    await cloud.clock.advance(60_000);
    const stops = received.filter(({ kind }) => kind === "escalation");
    expect(stops).toMatchObject([{ title: coded("renewal-paused") }]);
    expect(received.filter(({ kind }) => kind === "failure")).toHaveLength(report.rotations.length);
  });

  inWholeSuite(() => {
    test("and a round goes on in another execution before its history is full", async () => {
      const now = cloud.clock.now();
      const round = { ...beginRound("round-full", {}, ["cn-hangzhou"], now), steps: 39 };
      await cloud.start("renewCertificates", round, "round-full");
      const executions = () => cloud.cloudFlow.state.flows.get("albflow-renewCertificates")?.executions;
      const next = () => executions()?.get("round-full_1")?.execution;
      await cloud.clock.advanceUntil(() => next()?.status === "Succeeded", HOUR_MS);
      expect(executions()?.get("round-full")?.execution).toMatchObject({ status: "Succeeded" });
      expect(next()?.output).toMatchObject({
        report: { round: "round-full", listeners: 3, left: 0, rotations: [{ outcome: "succeeded" }] },
      });
    });
  });
});

describe("where nothing follows a certificate", () => {
  let pebble: Pebble;
  let directory: ReturnType<typeof createSecureServer>;
  const relay = dnsRelay();
  /** What the server says of when to renew; nothing unless set. */
  let suggestedWindow: { start: string; end: string } | undefined;

  beforeAll(async () => {
    pebble = await startPebble(`127.0.0.1:${await relay.port}`, { PEBBLE_AUTHZREUSE: "0" });
    // Debian's pebble offers no renewal information; its directory does here.
    const ca = await makeCa("the directory's CA");
    const { certificatePem: cert, privateKeyPem: key } = await makeCertificate({ names: ["127.0.0.1"], issuer: ca });
    directory = createSecureServer({ cert, key }, (request, response) => {
      const renewalInfo = `https://${request.headers.host}/ari`;
      if (request.url === "/dir") {
        void pebble.directory().then((known) => response.end(JSON.stringify({ ...known, renewalInfo })));
      } else if (suggestedWindow === undefined) response.writeHead(404).end("{}");
      else response.end(JSON.stringify({ suggestedWindow }));
    });
    cloud = await startSimulatedCloud({
      startAt,
      withSuccessor: false,
      environment: {
        ALBFLOW_ACME_DIRECTORY: `https://127.0.0.1:${await listening(directory)}/dir`,
        ALBFLOW_ACME_CA: `${pebble.trustedCaPem}\n${ca.certificatePem}`,
      },
    });
    await cloud.seedWith({ domains: [{ name: "example.com" }] });
    await signForItself();
    relay.target = Number(cloud.endpoints.dns.split(":").at(-1));
  });
  afterAll(async () => {
    await cloud.close();
    relay.close();
    directory.close();
    await pebble.close();
  });

  test("one is ordered from the ACME server and rotated in the same round, and its key is in no flow's state", async () => {
    const report = await cloud.renew();
    expect(report.orders).toMatchObject([{ outcome: "succeeded" }]);
    expect(report.rotations).toMatchObject([{ outcome: "succeeded", isCanary: true }]);
    const [current] = await cloud.bound();
    expect(current).toBe(report.rotations[0]?.successorId);
    const states = JSON.stringify(
      [...cloud.cloudFlow.state.executions.values()].map(({ execution, history }) => [execution, history]),
    );
    expect(states).toContain("order");
    expect(states).not.toMatch(/PRIVATE KEY/);
    expect(cloud.alidns.exportState().records.filter(({ Type }) => Type === "TXT")).toEqual([]);
  });

  test("what the server wants renewed at once is, years before its end", async () => {
    const [before] = await cloud.bound();
    // Pebble's time is the machine's, and certificates end on whole seconds: of one second, none follows the other.
    await systemClock.sleep(1_000);
    const now = cloud.clock.now();
    suggestedWindow = { start: new Date(now - DAY_MS).toISOString(), end: new Date(now - HOUR_MS).toISOString() };
    // Each certificate is asked about once in six hours.
    await cloud.clock.advance(7 * HOUR_MS);
    suggestedWindow = undefined;
    const [after] = await cloud.bound();
    expect(after).not.toBe(before);
  });
});

describe("what keeps every renewal from being done is told once, and not every hour", () => {
  const received: Notice[] = [];
  const robot = createServer((request, response) => {
    void text(request).then((said) => {
      received.push(JSON.parse(said) as Notice);
      response.end("{}");
    });
  });
  const reportedWith = async (environment: Record<string, string>) => {
    received.length = 0;
    return startSimulatedCloud({
      startAt,
      withSuccessor: false,
      environment: {
        ALBFLOW_NOTIFY: "failure, notRenewable, escalation",
        ALBFLOW_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
        ALBFLOW_WEBHOOK_SECRET: "SECret-of-the-robot-0123456789",
        ...environment,
      },
    });
  };
  let port: number;
  beforeAll(async () => {
    port = await listening(robot);
  });
  afterAll(() => void robot.close());
  afterEach(() => cloud.close());

  test("a maintenance window that cannot be read", async () => {
    cloud = await reportedWith({ ALBFLOW_RENEWAL_WINDOWS: "Saturday 2am" });
    const report = await cloud.renew();
    const cause = { code: "setting-invalid", params: { name: "ALBFLOW_RENEWAL_WINDOWS", value: "Saturday 2am" } };
    expect(report.stopped).toMatchObject({ code: "renewal-settings-invalid", params: { cause } });
    await cloud.clock.advanceUntil(() => received.length > 0, 60_000);
    await cloud.clock.advance(3 * HOUR_MS);
    expect(received).toMatchObject([
      {
        kind: "escalation",
        title: coded("renewal-stopped"),
        sentences: [{ code: "renewal-settings-invalid", params: { cause } }],
      },
    ]);
  });

  test.each(["ALBFLOW_ACME_ACCOUNT_KEY", "ALBFLOW_ACME_EAB_HMAC_KEY"])(
    "%s in KMS that cannot be read, where a successor would have to be ordered",
    async (variable) => {
      cloud = await reportedWith({
        ALBFLOW_ACME_DIRECTORY: "https://acme.example.com/dir",
        ALBFLOW_ACME_EAB_KID: "kid",
        ALBFLOW_ACME_EAB_HMAC_KEY: "c2VjcmV0",
        [variable]: "kms:albflow/gone",
      });
      await cloud.renew();
      await cloud.clock.advanceUntil(() => received.length > 0, 60_000);
      expect(received[0]).toMatchObject({ kind: "notRenewable" });
      expect(received[0]?.sentences[0]).toMatchObject({
        code: "no-successor-orderable",
        params: { cause: { code: "kms-secret-unreadable", params: { variable, name: "albflow/gone" } } },
      });
    },
  );

  test("an ACME directory that is none, where a successor would have to be ordered", async () => {
    cloud = await reportedWith({ ALBFLOW_ACME_DIRECTORY: "letsencrypt" });
    await cloud.renew();
    await cloud.clock.advanceUntil(() => received.length > 0, 60_000);
    await cloud.clock.advance(3 * HOUR_MS);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ kind: "notRenewable" });
    expect(received[0]?.sentences[0]).toMatchObject({
      code: "no-successor-orderable",
      params: { cause: { code: "setting-invalid", params: { name: "ALBFLOW_ACME_DIRECTORY", value: "letsencrypt" } } },
    });
  });

  inWholeSuite(() => {
    test("a certificate service that is full: nothing is ordered, hour after hour", async () => {
      const pebble = await startPebble("127.0.0.1:9");
      cloud = await reportedWith({ ALBFLOW_ACME_DIRECTORY: pebble.directoryUrl, ALBFLOW_ACME_CA: pebble.trustedCaPem });
      const full = {
        kind: "refuse",
        status: 400,
        code: "CertQuotaCheckFailed",
        message: "The quota is exceeded.",
      } as const;
      cloud.faults.add({ service: "cas", action: "UploadUserCertificate", fault: full, count: 1_000 });
      const certificateId = (await cloud.bound())[0] ?? "";
      for (const number of sampled(2, [1, 2, 3])) {
        await cloud.start("issueCertificate", { certificateId }, `try-${number}`);
        const outcome = await cloud.finish("issueCertificate", `try-${number}`);
        expect(outcome.status).toBe("Failed");
        await cloud.clock.advance(HOUR_MS);
      }
      const reported = received.filter(({ kind }) => kind === "failure");
      expect(reported.map(({ title }) => title)).toMatchObject([
        coded("order-refused", { certificateId: expect.stringContaining("shop.example.com") }),
      ]);
      expect(reported[0]?.sentences[0]).toMatchObject({
        code: "certificate-service-full",
        params: { cause: { code: "cloud-error", params: { cloudCode: "CertQuotaCheckFailed" } } },
      });
      expect(pebble.issued()).toBe(0);
      await pebble.close();
    });
  });
});

/** What an ACME server of a test issues is of no root that anybody knows: only a self-signed certificate is followed by it. */
async function signForItself(): Promise<void> {
  const { id, names, notAfter } = cloud.seed.expiring;
  const notBefore = new Date(notAfter.getTime() - 90 * DAY_MS);
  const { certificatePem: Cert, privateKeyPem: Key } = await makeCertificate({ names, notBefore, notAfter });
  const state = structuredClone(cloud.cas.exportState());
  for (const row of state.certificates) if (id.startsWith(`${row.CertId}-`)) Object.assign(row, { Cert, Key });
  cloud.cas.importState(state);
}

async function place(name: string, { age, left }: { age: number; left: number }): Promise<string> {
  const now = cloud.clock.now();
  const dates = { notBefore: new Date(now - age * DAY_MS), notAfter: new Date(now + left * DAY_MS) };
  const made = await makeCertificate({ names: [name], ...dates });
  return cloud.cas.putCertificate({ name: `${name}-${left}`, ...made });
}

async function bind(CertificateId: string) {
  const root = { accountId: cloud.accountId, accessKeyId: "local" };
  const { listenerId: ListenerId } = cloud.seed;
  await cloud.alb.call(root, "AssociateAdditionalCertificatesWithListener", {
    ListenerId,
    Certificates: [{ CertificateId }],
  });
  await cloud.clock.advance(1_500);
}

async function listening(server: Pick<Server, "listen" | "address">): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A name server that asks another: pebble wants to know one before there is any. */
function dnsRelay() {
  const socket = createSocket("udp4");
  const port = new Promise<number>((resolve) => socket.bind(0, "127.0.0.1", () => resolve(socket.address().port)));
  const relay = { port, target: 0, close: () => void socket.close() };
  socket.on("message", (question, asker) => {
    const client = createSocket("udp4");
    client.on("message", (answer) => {
      socket.send(answer, asker.port, asker.address);
      client.close();
    });
    client.send(question, relay.target, "127.0.0.1");
  });
  return relay;
}
