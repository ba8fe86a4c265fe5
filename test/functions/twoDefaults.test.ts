import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeCertificate } from "../../local/certificates/makeCertificate.ts";
import { seedAuthority } from "../../local/seed/certificateMaker.ts";
import { handshake, type OfferedKey } from "../../shared/core/probes/handshake.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longTest } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { changeRow } from "./support/changeRow.ts";
import { writesOf } from "./support/writesOf.ts";
import { endpointOf } from "./wire/endpointOf.ts";

const DAY_MS = 86_400_000;
const SHOP = "lsn-demo4u54y73wq7b";
const NAMES = ["shop.example.com", "www.shop.example.com"];
let cloud: SimulatedCloud;
/** Ids and serials: the EC default, the RSA default, and what follows each. */
let ids: Record<"ec" | "rsa" | "ecNext" | "rsaNext", string>;
let serials: Record<string, string>;

beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(async () => {
  await cloud.reset();
  const { expiring, successor, bystander } = cloud.seed;
  serials = { [expiring.serial]: "ec", [successor.serial]: "ecNext", [bystander.serial]: "partner" };
  const place = async (name: "rsa" | "rsaNext", days: { old: number; left: number }) => {
    const made = await makeCertificate({
      names: NAMES,
      rsa: true,
      issuer: await seedAuthority(cloud.clock.now()),
      notBefore: new Date(cloud.clock.now() - days.old * DAY_MS),
      notAfter: new Date(cloud.clock.now() + days.left * DAY_MS),
    });
    serials[made.serialNumber.toUpperCase()] = name;
    return cloud.cas.putCertificate({ name, ...made });
  };
  ids = {
    ec: expiring.id,
    ecNext: successor.id,
    rsa: await place("rsa", { old: 83, left: 7 }),
    rsaNext: await place("rsaNext", { old: 1, left: 89 }),
  };
  await changeRow(cloud, "listeners", SHOP, {
    Certificates: [ids.ec, ids.rsa].map((CertificateId) => ({ CertificateId, Status: "Associated" })),
  });
});
afterAll(() => cloud.close());

const defaults = () =>
  cloud.alb
    .exportState()
    .listeners.find(({ ListenerId }) => ListenerId === SHOP)
    ?.Certificates.map(({ CertificateId }) => CertificateId);

/** Which certificate a client is served that can use one kind of key only. */
async function servedTo(key: OfferedKey, serverName?: string): Promise<string> {
  const { serial } = await handshake({ ...endpointOf(cloud, SHOP), serverName, key });
  return serials[serial] ?? serial;
}

const rotation = (certificateId: string, successorId: string) => ({ listenerId: SHOP, certificateId, successorId });

describe("a listener with an RSA and an ECC default certificate", () => {
  longTest("serves each client the one whose key it can use, for their names and for none", async () => {
    for (const name of [undefined, ...NAMES, "nobody.example.org"]) {
      expect([await servedTo("RSA", name), await servedTo("EC", name)]).toEqual(["rsa", "ec"]);
    }
    expect(await servedTo("EC", "partner.example.net")).toBe("partner");
  });

  longTest(
    "keeps the one when the other is rotated, in either order, and is verified with each kind of key",
    async () => {
      const first = await cloud.run("rotateCertificate", rotation(ids.rsa, ids.rsaNext), "first");
      expect(first.verdict).toMatchObject({ state: "verified" });
      expect(defaults()).toEqual([ids.ec, ids.rsaNext]);
      expect([await servedTo("RSA"), await servedTo("EC")]).toEqual(["rsaNext", "ec"]);
      const probes = first.verdict?.seen.map(({ probe }) => probe);
      expect(probes).toEqual([
        coded("probe-handshake", { serverName: null, key: "ECDSA" }),
        coded("probe-handshake", { serverName: null, key: "RSA" }),
        coded("probe-handshake", { serverName: "shop.example.com", key: "ECDSA" }),
        coded("probe-handshake", { serverName: "shop.example.com", key: "RSA" }),
        coded("probe-handshake", { serverName: "www.shop.example.com", key: "ECDSA" }),
        coded("probe-handshake", { serverName: "www.shop.example.com", key: "RSA" }),
        coded("probe-handshake", { serverName: "partner.example.net", key: null }),
        coded("probe-http", { path: "/" }),
      ]);
      const second = await cloud.run("rotateCertificate", rotation(ids.ec, ids.ecNext), "second");
      expect(second.verdict).toMatchObject({ state: "verified" });
      expect(defaults()).toEqual([ids.ecNext, ids.rsaNext]);
      expect([await servedTo("RSA", "shop.example.com"), await servedTo("EC", "shop.example.com")]).toEqual([
        "rsaNext",
        "ecNext",
      ]);
    },
  );

  inWholeSuite(() => {
    test("goes back when clients with the one kind of key are served the old certificate still", async () => {
      cloud.faults.add({
        service: "alb",
        action: "UpdateListenerAttribute",
        fault: { kind: "lag", ms: 4 * 3_600_000 },
      });
      const { verdict } = await cloud.run("rotateCertificate", rotation(ids.rsa, ids.rsaNext));
      expect(verdict).toMatchObject({ state: "rolledBack" });
      expect(defaults()).toEqual([ids.ec, ids.rsa]);
    });
  });

  test("is refused a successor that would leave it without one kind of key, and a promotion", async () => {
    const before = writesOf(cloud).length;
    const other = await cloud.run("rotateCertificate", rotation(ids.rsa, ids.ecNext));
    expect(other.verdict).toMatchObject({ state: "refused" });
    expect(other.verdict?.reason).toMatchObject({
      params: {
        reasons: [coded("key-kind-served-already", { successorId: ids.ecNext, key: "P-256", formerKey: "RSA 2048" })],
      },
    });
    const promoted = await cloud.run("promoteCertificate", {
      listenerId: SHOP,
      certificateId: cloud.seed.bystander.id,
      allowLessTrusted: true,
    });
    expect(promoted.verdict).toMatchObject({ state: "refused" });
    expect(promoted.verdict?.reason).toMatchObject({
      params: {
        reasons: [coded("two-default-certificates", { certificateIds: [ids.ec, ids.rsa] })],
      },
    });
    expect(writesOf(cloud)).toHaveLength(before);
  });

  test("has both renewed in one round, each by one of its own kind", async () => {
    const report = await cloud.renew();
    expect(report.rotations.map(({ listenerId, outcome }) => [listenerId, outcome])).toEqual([
      [SHOP, "succeeded"],
      [SHOP, "succeeded"],
    ]);
    expect(defaults()).toEqual([ids.ecNext, ids.rsaNext]);
  });

  inWholeSuite(() => {
    test("is copied with both", async () => {
      const copied = await cloud.run("copyListener", { listenerId: SHOP, listenerPort: 9443, start: true });
      expect(copied.verdict).toMatchObject({ state: "verified" });
      const row = cloud.alb.exportState().listeners.find(({ ListenerPort }) => ListenerPort === 9443);
      expect(row?.Certificates.map(({ CertificateId }) => CertificateId)).toEqual([ids.ec, ids.rsa]);
    });
  });
});
