import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storyOf } from "../../../shared/core/verdict.ts";
import { coded } from "../../support/coded.ts";
import { sampled } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { endpointOf } from "./endpointOf.ts";
import { httpsStatus } from "./httpsStatus.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const SHOP = "lsn-demo4u54y73wq7b";
const MUTUAL = "lsn-mutual";
const CA = "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01";
const NEXT_CA = "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02";
const CLIENTS = { good: 25200101, next: 25200102, outsider: 25200103 };
const id = (client: keyof typeof CLIENTS) => `${CLIENTS[client]}-cn-hangzhou`;

/** Who gets an answer of the backend, of clients with each certificate and one without. */
async function letIn(listenerId: string): Promise<string[]> {
  const held = cloud.cas.exportState().certificates;
  const clients = ["nobody", ...(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])] as const;
  const statuses = await Promise.all(
    clients.map(async (client) => {
      const pair = client === "nobody" ? undefined : held.find(({ CertId }) => CertId === CLIENTS[client]);
      const certificate = pair && { cert: pair.Cert, key: pair.Key };
      return [client, await httpsStatus(endpointOf(cloud, listenerId), certificate)] as const;
    }),
  );
  return statuses.filter(([, status]) => status === 200).map(([client]) => client);
}

const client = (certificateId: string | null) => coded("probe-client-certificate", { certificateId });

const OPERATIONS = [
  {
    operation: "enableMutualAuth",
    listenerId: SHOP,
    input: { caCertificateId: CA },
    verification: { clientCertificateId: id("good"), rejectedClientCertificateId: id("outsider") },
    before: ["nobody", "good", "next", "outsider"],
    after: ["good"],
    probes: [
      [client(null), coded("value-rejected")],
      [client("25200101-cn-hangzhou"), coded("value-admitted")],
      [client("25200103-cn-hangzhou"), coded("value-rejected")],
    ],
    lags: { certificateId: null, found: coded("value-admitted"), expected: coded("value-rejected") },
  },
  {
    operation: "replaceCaCertificate",
    listenerId: MUTUAL,
    input: { caCertificateId: NEXT_CA },
    verification: { clientCertificateId: id("next"), rejectedClientCertificateId: id("good") },
    before: ["good"],
    after: ["next"],
    probes: [
      [client(null), coded("value-rejected")],
      [client("25200102-cn-hangzhou"), coded("value-admitted")],
      [client("25200101-cn-hangzhou"), coded("value-rejected")],
    ],
    lags: { certificateId: "25200102-cn-hangzhou", found: coded("value-rejected"), expected: coded("value-admitted") },
  },
  {
    operation: "disableMutualAuth",
    listenerId: MUTUAL,
    input: {},
    verification: {},
    before: ["good"],
    after: ["nobody", "good", "next", "outsider"],
    probes: [[client(null), coded("value-admitted")]],
    lags: { certificateId: null, found: coded("value-rejected"), expected: coded("value-admitted") },
  },
];

/** The story of a change that goes back because of one client. */
const takenBack = (resource: string, problem: object) => [
  { code: "verification-failed", params: { resource, problem: coded("client-certificate-mismatch", { ...problem }) } },
  coded("rolled-back", { resource, newId: null, keptName: null, kept: [] }),
];

describe.each(sampled(2, OPERATIONS))(
  "$operation",
  ({ operation, listenerId, input, verification, before, after, probes, lags }) => {
    const asked = { listenerId, ...input, verification };

    test("lets in whom it must, and nobody else, and verify has come as each of them", async () => {
      expect(await letIn(listenerId)).toEqual(before);
      const { verdict } = await cloud.run(operation, asked);
      expect(verdict).toMatchObject({ state: "verified" });
      expect(await letIn(listenerId)).toEqual(after);
      const seen = verdict?.seen.filter(({ probe }) => probe.code === "probe-client-certificate");
      expect(seen?.map(({ probe, found }) => [probe, found])).toEqual(probes);
      const back = await cloud.run(operation, { undo: `test-${operation}` }, "back");
      expect(back.verdict).toMatchObject({ state: "verified" });
      expect(await letIn(listenerId)).toEqual(before);
    });

    test("is taken back when ALB says done and clients are treated as before", async () => {
      const lag = { kind: "lag", ms: 86_400_000 } as const;
      cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: lag, count: 3 });
      const { verdict } = await cloud.run(operation, asked);
      expect(verdict).toMatchObject({ state: "rolledBack" });
      expect(verdict && storyOf(verdict)).toMatchObject(takenBack(listenerId, lags));
      expect(await letIn(listenerId)).toEqual(before);
    });
  },
);

test("a client certificate that is not of the CA is told, and mutual authentication taken back", async () => {
  const verification = { clientCertificateId: id("outsider") };
  const { verdict } = await cloud.run("enableMutualAuth", { listenerId: SHOP, caCertificateId: CA, verification });
  expect(verdict).toMatchObject({ state: "rolledBack" });
  expect(verdict && storyOf(verdict)).toMatchObject(
    takenBack(SHOP, {
      certificateId: "25200103-cn-hangzhou",
      found: coded("value-rejected"),
      expected: coded("value-admitted"),
    }),
  );
  expect(await letIn(SHOP)).toEqual(["nobody", "good", "next", "outsider"]);
});

test.each(["enableMutualAuth", "replaceCaCertificate"])(
  "%s is refused where a client certificate to verify with is missing, before anybody is cut off",
  async (operation) => {
    const listenerId = operation === "enableMutualAuth" ? SHOP : MUTUAL;
    const verification = {
      clientCertificateId: "99999998-cn-hangzhou",
      rejectedClientCertificateId: "99999999-cn-hangzhou",
    };
    const { verdict } = await cloud.run(operation, { listenerId, caCertificateId: NEXT_CA, verification });
    expect(verdict).toMatchObject({ state: "refused", writes: [] });
    const missing = ["99999998-cn-hangzhou", "99999999-cn-hangzhou"];
    expect(verdict?.reason?.params.reasons).toEqual(
      missing.map((certificateId) => coded("certificate-not-found", { certificateId })),
    );
  },
);

test("whoever must be turned away comes after any change, and what changed is taken back when they are let in", async () => {
  const asked = (idleTimeout: number, client: keyof typeof CLIENTS) =>
    cloud.run(
      "modifyListener",
      {
        listenerId: MUTUAL,
        idleTimeout,
        verification: { rejectedClientCertificateId: id(client) },
      },
      `test-${client}`,
    );
  const { verdict } = await asked(31, "outsider");
  expect(verdict).toMatchObject({ state: "verified" });
  expect(verdict?.seen.map(({ probe }) => probe)).toContainEqual(client("25200103-cn-hangzhou"));
  const known = await asked(32, "good");
  expect(known.verdict).toMatchObject({ state: "rolledBack" });
});

test("an outsider who turns out to be known is told, and mutual authentication taken back", async () => {
  const verification = { clientCertificateId: id("good"), rejectedClientCertificateId: id("good") };
  const { verdict } = await cloud.run("enableMutualAuth", { listenerId: SHOP, caCertificateId: CA, verification });
  expect(verdict).toMatchObject({ state: "rolledBack" });
  expect(verdict && storyOf(verdict)).toMatchObject(
    takenBack(SHOP, {
      certificateId: "25200101-cn-hangzhou",
      found: coded("value-admitted"),
      expected: coded("value-rejected"),
    }),
  );
});

test("without any client certificate to try, only the one without is turned away, and nothing is asked behind it", async () => {
  const { verdict } = await cloud.run("enableMutualAuth", { listenerId: SHOP, caCertificateId: CA });
  expect(verdict).toMatchObject({ state: "verified" });
  const probes = verdict?.seen.map(({ probe }) => probe).filter(({ code }) => code !== "probe-handshake");
  expect(probes).toEqual([client(null)]);
  expect(await letIn(SHOP)).toEqual(["good"]);
});

test("the key of the client certificate stands in no history, no log record and no record of a call", async () => {
  const { operation, listenerId, input, verification } = OPERATIONS[0] as (typeof OPERATIONS)[0];
  await cloud.run(operation, { listenerId, ...input, verification });
  const written = JSON.stringify([
    [...cloud.cloudFlow.state.flows.values()].map(({ executions }) => [...executions.values()]),
    cloud.calls.recent(),
    cloud.sls.exportState(),
  ]);
  expect(written).toContain("25200101-cn-hangzhou");
  expect(written).not.toContain("PRIVATE KEY");
});
