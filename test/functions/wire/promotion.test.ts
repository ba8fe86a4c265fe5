import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../../support/coded.ts";
import { longTest } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { type NamedCertificates, namedCertificates } from "./namedCertificates.ts";
import { whileRunning } from "./whileRunning.ts";

let cloud: SimulatedCloud;
let certificates: NamedCertificates;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(async () => {
  await cloud.reset();
  certificates = namedCertificates(cloud);
});
afterAll(() => cloud.close());

const SHOP = ["shop.example.com", "www.shop.example.com"];

describe("with handshakes all the time, for every name and for none", () => {
  test("promoting an additional certificate serves the former default's names by its copy", async () => {
    const clients = certificates.watch("nobody.example.org");
    const outcome = await whileRunning(cloud, promotion("partner"), clients.probe);
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(clients.complaints).toEqual([]);
    expect(clients.served).toEqual({
      "": ["old", "partner"],
      "nobody.example.org": ["old", "partner"],
      "shop.example.com": ["old"],
      "www.shop.example.com": ["old"],
      "partner.example.net": ["partner"],
    });
    expect(await certificates.bound()).toEqual(["a copy", "a copy"]);
    expect(outcome.verdict?.plan?.effect).toEqual([
      coded("default-certificate-changes", { keptNames: ["shop.example.com", "www.shop.example.com"] }),
    ]);
    const back = { operation: "promoteCertificate", input: { undo: "wire-promoteCertificate" }, execution: "back" };
    expect((await whileRunning(cloud, back, clients.probe)).verdict).toMatchObject({ state: "verified" });
    expect(clients.complaints).toEqual([]);
    expect(clients.served).toEqual({
      "": ["old", "partner", "old"],
      "nobody.example.org": ["old", "partner", "old"],
      "shop.example.com": ["old"],
      "www.shop.example.com": ["old"],
      "partner.example.net": ["partner"],
    });
    expect(await certificates.bound()).toEqual(["old", "partner"]);
    expect(certificates.copies()).toEqual([]);
  });

  test("promoting one that covers all the default's names leaves no copy of the former default", async () => {
    await certificates.place("wide", [...SHOP, "new.example.com"], { left: 80 });
    await certificates.bind("wide");
    const clients = certificates.watch("new.example.com");
    const outcome = await whileRunning(cloud, promotion("wide"), clients.probe);
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(clients.complaints).toEqual([]);
    expect(clients.served).toEqual({
      "": ["old", "wide"],
      "shop.example.com": ["wide"],
      "www.shop.example.com": ["wide"],
      "new.example.com": ["wide"],
      "partner.example.net": ["partner"],
    });
    expect(await certificates.bound()).toEqual(["a copy", "partner"]);
    expect(certificates.copies()).toEqual([`albflow-copy-of-${certificates.idOf("wide")}`]);
  });

  longTest.each([
    ["UpdateListenerAttribute", { kind: "lag", ms: 86_400_000 }],
    ["AssociateAdditionalCertificatesWithListener", { kind: "lag", ms: 86_400_000 }],
    ["DissociateAdditionalCertificatesFromListener", { kind: "failJob", code: "SystemBusy", message: "Busy." }],
  ] as const)("promoting is taken back when %s goes wrong, and no client notices", async (action, fault) => {
    cloud.faults.add({ service: "alb", action, fault, count: 1 });
    const clients = certificates.watch();
    const outcome = await whileRunning(cloud, promotion("partner"), clients.probe);
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "rolledBack" } });
    expect(clients.complaints).toEqual([]);
    const { "": nameless, ...others } = clients.served;
    expect(nameless?.at(-1)).toBe("old");
    expect(others).toEqual({
      "shop.example.com": ["old"],
      "www.shop.example.com": ["old"],
      "partner.example.net": ["partner"],
    });
    expect(await certificates.bound()).toEqual(["old", "partner"]);
    expect(certificates.copies()).toEqual([]);
  });
});

test("a rollback that has used up its time writes no more, and says what is left to do", async () => {
  const { verdict } = await cloud.run("promoteCertificate", promotion("partner").input, "done");
  const overdue = { ...verdict, execution: "by-hand", state: "rollingBack", deadline: cloud.clock.now() - 1 };
  const calls = cloud.calls.recent().length;
  const { body } = await cloud.fc.invoke({
    functionName: "albflow-promoteCertificate",
    body: JSON.stringify({ phase: "undo", verdict: overdue }),
    identity: { accountId: cloud.accountId, accessKeyId: "local" },
  });
  const { state, reason } = JSON.parse(body.toString("utf8"));
  expect(state).toBe("failed");
  const copyOf = (certificateId: string) =>
    coded("found-resource", { id: expect.stringMatching(/^\d+-cn-hangzhou$/), name: "", copyOf: certificateId });
  expect(reason).toEqual(
    coded("rollback-timed-out", {
      step: coded("step-associate-certificates", {
        certificateIds: ["24870011-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
      left: [copyOf("24870011-cn-hangzhou"), copyOf("24664588-cn-hangzhou")],
      differences: expect.arrayContaining([
        {
          field: "Certificates",
          expected: [{ CertificateId: "24664588-cn-hangzhou" }],
          found: [{ CertificateId: expect.stringMatching(/^\d+-cn-hangzhou$/) }],
        },
      ]),
      resource: "lsn-demo4u54y73wq7b",
      execution: "by-hand",
    }),
  );
  const actions = cloud.calls.recent().slice(calls);
  expect(actions.map(({ action }) => action).filter((action) => /^(Associate|Update|Dissociate)/.test(action))).toEqual(
    [],
  );
});

test("a private key that is copied stands in no history, no log record and no record of a call", async () => {
  const outcome = await cloud.run("promoteCertificate", promotion("partner").input);
  expect(outcome.verdict).toMatchObject({ state: "verified" });
  const written = JSON.stringify([
    [...cloud.cloudFlow.state.flows.values()].map(({ executions }) => [...executions.values()]),
    cloud.calls.recent(),
    cloud.sls.exportState(),
  ]);
  expect(written).toContain("UploadUserCertificate");
  expect(written).not.toContain("PRIVATE KEY");
  const keys = cloud.cas.exportState().certificates.map(({ Key }) => Key.split("\n")[1] ?? "");
  expect(keys.length).toBeGreaterThan(5);
  for (const key of keys) {
    expect(key).toMatch(/^[A-Za-z0-9+/=]{40,}$/);
    expect(written).not.toContain(key.slice(-40));
  }
});

function promotion(certificate: string) {
  const input = { listenerId: cloud.seed.listenerId, certificateId: certificates.idOf(certificate) };
  return { operation: "promoteCertificate", input };
}
