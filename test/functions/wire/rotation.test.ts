import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inWholeSuite } from "../../support/sampled.ts";
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
const PARTNER = "partner.example.net";

describe("with handshakes all the time, for every name and for none", () => {
  test("rotating the default certificate serves the old one, then the new one, and nothing else", async () => {
    const clients = certificates.watch();
    const outcome = await whileRunning(cloud, rotation("old", "new"), clients.probe);
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(clients.complaints).toEqual([]);
    expect(clients.served).toEqual({
      "": ["old", "new"],
      "shop.example.com": ["old", "new"],
      "www.shop.example.com": ["old", "new"],
      "partner.example.net": ["partner"],
    });
    expect(await certificates.bound()).toEqual(["new", "partner"]);
  });

  test("rotating an additional certificate touches its own names only", async () => {
    await certificates.place("partner 2", [PARTNER, "new.example.net"], { left: 80 });
    const clients = certificates.watch();
    const outcome = await whileRunning(cloud, rotation("partner", "partner 2"), clients.probe);
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(clients.complaints).toEqual([]);
    expect(clients.served).toEqual({
      "": ["old"],
      "shop.example.com": ["old"],
      "www.shop.example.com": ["old"],
      "partner.example.net": ["partner", "partner 2"],
    });
    expect(await certificates.bound()).toEqual(["old", "partner 2"]);
  });

  inWholeSuite(() => {
    test("rotating an additional certificate that covers the default's names, too, is seen by every name", async () => {
      await certificates.place("twin", [...SHOP, "twin.example.com"], { left: 5 });
      await certificates.place("twin 2", [...SHOP, "twin.example.com"], { left: 80 });
      await certificates.bind("twin");
      const clients = certificates.watch("twin.example.com");
      const outcome = await whileRunning(cloud, rotation("twin", "twin 2"), clients.probe);
      expect(outcome.verdict).toMatchObject({ state: "verified" });
      expect(clients.complaints).toEqual([]);
      expect(clients.served).toEqual({
        "": ["old"],
        "shop.example.com": ["twin", "twin 2"],
        "www.shop.example.com": ["twin", "twin 2"],
        "twin.example.com": ["twin", "twin 2"],
        "partner.example.net": ["partner"],
      });
      expect(await certificates.bound()).toEqual(["old", "partner", "twin 2"]);
    });

    test("default and additional certificate of the same names are both renewed by one successor", async () => {
      await certificates.place("twin", SHOP, { left: 5, age: 85 });
      await certificates.bind("twin");
      const clients = certificates.watch();
      const report = await cloud.renew(() => clients.probe());
      expect(report.rotations.map(({ certificateId }) => certificateId).sort()).toEqual(
        [certificates.idOf("old"), certificates.idOf("twin")].sort(),
      );
      const executions = report.rotations.map(({ execution }) => execution);
      for (const execution of executions) {
        expect((await cloud.finish("rotateCertificate", execution)).verdict).toMatchObject({ state: "verified" });
      }
      expect(clients.complaints).toEqual([]);
      expect(clients.served[""]).toEqual(["old", "new"]);
      for (const name of SHOP) expect(clients.served[name]).toEqual(["twin", "new"]);
      expect(clients.served[PARTNER]).toEqual(["partner"]);
      expect(await certificates.bound()).toEqual(["new", "partner"]);
    });
  });
});

function rotation(certificate: string, successor: string) {
  const certificateId = certificates.idOf(certificate);
  const successorId = certificates.idOf(successor);
  return { operation: "rotateCertificate", input: { listenerId: cloud.seed.listenerId, certificateId, successorId } };
}
