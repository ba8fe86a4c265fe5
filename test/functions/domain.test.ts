import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { localSession } from "../../cli/localSession.ts";
import { readConfiguration } from "../../deployment/configuration/readConfiguration.ts";
import type { Settings } from "../../deployment/configuration/schema.ts";
import { withBoundCertificate } from "../../deployment/functions/withBoundCertificate.ts";
import type { Snapshot } from "../../local/cloud.ts";
import { coded } from "../support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { placeCertificate } from "./support/placeCertificate.ts";

const STAGE = readConfiguration(
  `region: cn-hangzhou
secret: env:ALBFLOW_SECRET
domain: { name: pages.localhost, certificateId: "30000001" }
callers: { people: { issuer: https://sso.example.com, audience: a, keys: https://sso.example.com/k } }
`,
  "albflow.yaml",
).stages.get("prod");

const NAMES = ["pages.localhost"];
const OLD = "30000001-cn-hangzhou";

/** The domain of the pages, whose certificate ends in nine of its ninety days. */
let cloud: SimulatedCloud;
let near: Snapshot;
let successor: string;
let serialOf: (id: string) => string;
beforeAll(async () => {
  if (STAGE === undefined) throw new Error("no stage");
  cloud = await startSimulatedCloud({ stage: STAGE, withSuccessor: false, timersOf: [] });
  await placeCertificate(cloud, { names: NAMES, certId: 30000001, daysOld: 81, daysLeft: 9 });
  successor = await placeCertificate(cloud, { names: NAMES, daysLeft: 89 });
  serialOf = (id) => {
    const row = cloud.cas.exportState().certificates.find(({ CertId }) => id.startsWith(`${CertId}-`));
    return new X509Certificate(row?.Cert ?? "").serialNumber;
  };
  near = cloud.snapshot();
});
beforeEach(() => cloud.reset(near));
afterAll(() => cloud.close());

/** The serial number of what clients of the domain are served. */
function served(): Promise<string> {
  const { hostname: host, port } = new URL(cloud.endpoints.fc);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), servername: "pages.localhost", rejectUnauthorized: false });
    socket.once("error", reject).once("secureConnect", () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
  });
}

const nameOfCertificate = () => cloud.fc.exportState().domains?.[0]?.certConfig;

test("A round renews the certificate of the pages' domain as it does those of listeners, and clients are served it", async () => {
  expect(await served()).toBe(serialOf(OLD));
  const report = await cloud.renew();
  expect(report.rotations).toMatchObject([
    { listenerId: "pages.localhost", certificateId: OLD, successorId: successor, outcome: "succeeded", reason: null },
  ]);
  expect(await served()).toBe(serialOf(successor));
  expect(nameOfCertificate()).toMatchObject({ certName: `albflow-${successor}-for-${OLD}` });
  // What led there and the routes are as they were.
  expect(cloud.fc.exportState().domains).toMatchObject([
    { protocol: "HTTPS", routes: [{ path: "/*", functionName: "albflow-api", qualifier: "LATEST" }] },
  ]);
  const states = JSON.stringify([...cloud.cloudFlow.state.executions.values()].map(({ history }) => history));
  expect(states).toContain("pages.localhost");
  expect(states).not.toContain("PRIVATE KEY");
  await cloud.clock.advance(3_600_000);
  const again = await cloud.renew();
  expect([again.due, again.rotations, again.held]).toEqual([1, [], []]);
});

test("What is not served within a minute is taken back, is told, and is not tried again", async () => {
  cloud.faults.add({
    service: "fc",
    action: "UpdateCustomDomain",
    fault: { kind: "lag", ms: 24 * 3_600_000 },
    count: 1,
  });
  const report = await cloud.renew();
  const cause = coded("domain-serves-other", { domain: "pages.localhost", serial: serialOf(OLD) });
  expect(report.held).toMatchObject([
    {
      listenerId: "pages.localhost",
      certificateId: OLD,
      needsPeople: true,
      isNew: true,
      reason: coded("domain-rolled-back", { domain: "pages.localhost", successorId: successor, cause }),
    },
  ]);
  expect(report.rotations).toEqual([]);
  expect(await served()).toBe(serialOf(OLD));
  expect(nameOfCertificate()).toMatchObject({ certName: `albflow-${OLD}-not-${successor}` });
  await cloud.clock.advance(3_600_000);
  const again = await cloud.renew();
  expect(again.held).toMatchObject([
    { reason: coded("domain-refused-before", { domain: "pages.localhost", successorId: successor }), isNew: false },
  ]);
  expect(await served()).toBe(serialOf(OLD));
});

test("A deployment keeps what a round has put on the domain, until albflow.yaml names a certificate that ends later", async () => {
  const session = localSession(cloud);
  const settings = STAGE as Settings;
  const deployed = async (certificateId: string) => {
    const written = { ...settings, domain: { name: "pages.localhost", certificateId } };
    return (await withBoundCertificate(written, session)).domain?.certificateId;
  };
  expect(await deployed("30000001")).toBe("30000001");
  await cloud.renew();
  expect(await deployed("30000001")).toBe(successor);
  const earlier = await placeCertificate(cloud, { names: NAMES, daysLeft: 30 });
  expect(await deployed(earlier)).toBe(successor);
  const later = await placeCertificate(cloud, { names: NAMES, daysLeft: 300 });
  expect(await deployed(later)).toBe(later);
});

test("The round may change this domain and no other", async () => {
  const allowed = JSON.stringify(cloud.ram.directory.roles);
  expect(allowed.match(/acs:fc:[^"]*custom-domains\/[^"]*/g)).toEqual([
    "acs:fc:cn-hangzhou:1234567890123456:custom-domains/pages.localhost",
  ]);
});
