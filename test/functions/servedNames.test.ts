import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seedAuthority } from "../../local/seed/certificateMaker.ts";
import { storyOf } from "../../shared/core/verdict.ts";
import { alternative, commonName, type OddRequest, oddCertificate } from "../local/oddCertificate.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longGroup, longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

const SHOP = "lsn-demo4u54y73wq7b";
const DAY_MS = 86_400_000;

let cloud: SimulatedCloud;
let issuer: Awaited<ReturnType<typeof seedAuthority>>;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
  issuer = await seedAuthority(cloud.clock.now());
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** Puts a certificate that says just this, signed by the CA of the example seed, into the certificate service; answers its id. */
function place(request: OddRequest, { daysLeft = 60, certId = 70000001 } = {}): string {
  const now = cloud.clock.now();
  const dates = { notBefore: new Date(now - 60 * DAY_MS), notAfter: new Date(now + daysLeft * DAY_MS) };
  const made = oddCertificate({ ...request, ...dates, issuer });
  return cloud.cas.putCertificate({ name: `odd-${certId}`, certId, ...made });
}
const organization = (text: string) => ({ type: "55040a", tag: 12, value: Buffer.from(text) });
const dns = (...names: string[]) => of(...names.map((name) => alternative("dns", name)));
const of = (...alternatives: ReturnType<typeof alternative>[]): OddRequest => ({
  subject: [organization("Example Trust")],
  alternatives,
});
const titled: OddRequest = {
  ...dns("shop.example.org", "*.shop.example.org"),
  subject: [commonName("Example Origin Certificate")],
};
const add = (id: string) => cloud.run("addCertificates", { listenerId: SHOP, certificateIds: [id] }, "added");
const rotate = (certificateId: string, successorId: string) =>
  cloud.run("rotateCertificate", { listenerId: SHOP, certificateId, successorId }, "rotated");
/** Takes certificates out of the certificate service, while listeners go on serving them (alb.md U23). */
function lose(id: string) {
  const state = structuredClone(cloud.cas.exportState());
  for (const row of state.certificates) row.Deleted = row.Deleted === true || id.startsWith(`${row.CertId}-`);
  cloud.cas.importState(state);
}

longGroup("a certificate whose common name is a title, on a listener", () => {
  test("is added, changed, rotated, promoted and removed, and the title is never asked for", async () => {
    const [old, next] = [place(titled), place(titled, { daysLeft: 90, certId: 70000002 })];
    const added = await add(old);
    expect(added.verdict).toMatchObject({ state: "verified" });
    expect(added.verdict?.seen.map(({ probe }) => probe)).toContainEqual(
      coded("probe-handshake", { serverName: "shop.example.org", key: null }),
    );
    expect(JSON.stringify(added.verdict?.seen.map(({ probe }) => probe))).not.toContain("Example Origin Certificate");
    const runs = [
      await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 33 }),
      await cloud.run("rotateCertificate", {
        listenerId: SHOP,
        certificateId: cloud.seed.expiring.id,
        successorId: cloud.seed.successor.id,
      }),
      await rotate(old, next),
      await cloud.run("promoteCertificate", { listenerId: SHOP, certificateId: next }),
    ];
    expect(runs.map(({ verdict }) => verdict?.state)).toEqual(["verified", "verified", "verified", "verified"]);
  });

  inWholeSuite(() => {
    test("is taken off when its names are given up, and not before", async () => {
      const old = place(titled);
      await add(old);
      const remove = (allowUncoveredNames: string[], execution: string) =>
        cloud.run("removeCertificates", { listenerId: SHOP, certificateIds: [old], allowUncoveredNames }, execution);
      expect((await remove([], "refused")).verdict?.reason).toEqual(
        coded("operation-refused", {
          operation: "removeCertificates",
          resource: "lsn-demo4u54y73wq7b",
          reasons: [coded("names-left-uncovered", { names: ["shop.example.org", "*.shop.example.org"] })],
        }),
      );
      expect((await remove(["SHOP.example.org.", "*.shop.example.org"], "removed")).verdict?.state).toBe("verified");
    });
  });

  test("is rotated by the timer", async () => {
    const [old, next] = [place(titled, { daysLeft: 5 }), place(titled, { daysLeft: 90, certId: 70000002 })];
    await add(old);
    const { rotations, notRenewable } = await cloud.renew();
    expect(notRenewable).toEqual([]);
    expect(rotations.find(({ certificateId }) => certificateId === old)).toMatchObject({
      successorId: next,
      outcome: "succeeded",
    });
  });
});

describe("a successor that is for another name only", () => {
  const old = dns("shop.example.org");
  const SUCCESSORS: [string, OddRequest][] = [
    [
      "and spells the name in a URI",
      of(alternative("dns", "other.example.com"), alternative("uri", "urn:DNS:shop.example.org")),
    ],
    [
      "and spells the name in an e-mail address",
      of(alternative("dns", "other.example.com"), alternative("email", "shop.example.org")),
    ],
    [
      "and spells the name in its organization",
      {
        subject: [
          { type: "55040a", tag: 12, value: Buffer.from("CN=shop.example.org") },
          commonName("other.example.com"),
        ],
      },
    ],
    [
      "and has the name as its common name beside DNS names",
      { ...dns("other.example.com"), subject: [commonName("shop.example.org")] },
    ],
    ["and has the name behind a comma", dns("other.example.com,DNS:shop.example.org")],
    ["and has the name before a zero byte", dns("shop.example.org\0.other.example")],
    ["and has the name with a dot at its end, which no client takes", dns("shop.example.org.")],
    ["and has a star within a label", dns("s*.example.com")],
  ];

  test.each(sampled(8, SUCCESSORS))("%s is refused, and the timer does not take it", async (_what, request) => {
    const [id, next] = [place(old, { daysLeft: 5 }), place(request, { daysLeft: 90, certId: 70000002 })];
    await add(id);
    expect((await rotate(id, next)).verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "rotateCertificate",
        resource: "lsn-demo4u54y73wq7b",
        reasons: [
          coded("successor-lacks-names", {
            successorId: "70000002-cn-hangzhou",
            certificateId: "70000001-cn-hangzhou",
            names: ["shop.example.org"],
          }),
        ],
      }),
    );
    const { notRenewable } = await cloud.renew();
    expect(notRenewable).toMatchObject([{ certificateId: id, names: ["shop.example.org"] }]);
  });
});

const ODD: [string, OddRequest, string[]][] = [
  [
    "IP addresses beside names",
    of(alternative("dns", "a.example.org"), alternative("ip", "192.0.2.7")),
    ["a.example.org"],
  ],
  ["an IP address alone", of(alternative("ip", "192.0.2.7")), []],
  ["a title and nothing else", { subject: [commonName("Shop Service")] }, []],
  ["nothing at all", {}, []],
  ["an empty subject", { ...dns("a.example.org"), subject: [] }, ["a.example.org"]],
  ["only a common name", { subject: [commonName("a.example.org")] }, ["a.example.org"]],
  ["capital letters", dns("A.Example.ORG"), ["a.example.org"]],
  ["a wildcard below several labels", dns("*.a.b.c.example.org"), ["albflow-probe.a.b.c.example.org"]],
  ["an IDN", dns("*.xn--bcher-kva.example"), ["albflow-probe.xn--bcher-kva.example"]],
  ["an underscore", dns("my_host.example.org"), ["my_host.example.org"]],
  [
    "a wildcard that leaves space for a short label only",
    dns(`*.${"a.".repeat(117)}example.org`),
    [`a.${"a.".repeat(117)}example.org`],
  ],
];

test.each(sampled(8, ODD))(
  "a certificate with %s is added and rotated, and asked for by what clients can ask for",
  async (_what, request, asked) => {
    const [old, next] = [place(request), place(request, { daysLeft: 90, certId: 70000002 })];
    const before = [null, "shop.example.com", "www.shop.example.com", "partner.example.net"];
    const added = await add(old);
    expect(added.verdict).toMatchObject({ state: "verified" });
    const handshakes = (added.verdict?.seen ?? [])
      .map(({ probe }) => probe)
      .filter(({ code }) => code === "probe-handshake");
    expect(handshakes).toEqual(
      [...before, ...asked].map((serverName) => coded("probe-handshake", { serverName, key: null })),
    );
    expect((await rotate(old, next)).verdict).toMatchObject({ state: "verified" });
  },
);

test("a hundred names of one certificate are all asked for", async () => {
  const names = Array.from({ length: 100 }, (_, at) => `n${at}.example.org`);
  const added = await add(place(dns(...names)));
  expect(added.verdict).toMatchObject({ state: "verified" });
  expect(added.verdict?.reason).toEqual(
    coded("verified", { resource: "lsn-demo4u54y73wq7b", passed: 105, at: expect.any(Number), causes: [], more: 0 }),
  );
});

test("DNS names that no client can ask for are told where everything else is verified", async () => {
  const id = place(dns("a.example.org", "Shop Service", "f*.example.org", "*.com", "bücher.example"));
  const { verdict } = await add(id);
  expect(verdict).toMatchObject({ state: "verified" });
  expect(
    verdict?.seen.find(({ probe }) => probe.code === "probe-dns-names" && probe.params.certificateId === id),
  ).toMatchObject({
    expected: coded("value-not-asked-for"),
    found: coded("value-unusable-names", { names: ["Shop Service", "f*.example.org", "*.com"], count: 4 }),
    problem: null,
    inconclusive: null,
  });
});

test("a name that people write in Unicode is the same as in a certificate", async () => {
  const id = place(dns("shop.xn--bcher-kva.example"));
  await add(id);
  const removed = await cloud.run("removeCertificates", {
    listenerId: SHOP,
    certificateIds: [id],
    allowUncoveredNames: ["Shop.Bücher.example"],
  });
  expect(removed.verdict).toMatchObject({ state: "verified" });
});

longTest("a successor without an IP address of its predecessor is taken, and the plan says so", async () => {
  const old = place(of(alternative("dns", "a.example.org"), alternative("ip", "192.0.2.7")));
  const next = place(dns("a.example.org"), { daysLeft: 90, certId: 70000002 });
  await add(old);
  const { verdict } = await rotate(old, next);
  expect(verdict).toMatchObject({ state: "verified" });
  expect(verdict?.plan?.effect).toEqual([
    coded("addresses-lost", { successorId: "70000002-cn-hangzhou", addresses: ["192.0.2.7"] }),
  ]);
});

describe("a certificate that the certificate service has lost", () => {
  test("is replaced as the default by one that is there, once somebody has agreed", async () => {
    lose(cloud.seed.expiring.id);
    const { verdict } = await rotate(cloud.seed.expiring.id, cloud.seed.successor.id);
    expect(verdict && storyOf(verdict)).toEqual([
      coded("verified", { resource: "lsn-demo4u54y73wq7b", passed: 5, at: expect.any(Number), causes: [], more: 0 }),
    ]);
    expect(verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
    expect(verdict?.plan?.effect).toEqual([
      coded("unknown-names-lost", { certificateId: "24664588-cn-hangzhou", successorId: "25113402-cn-hangzhou" }),
    ]);
    expect(await cloud.bound()).toEqual([cloud.seed.successor.id, cloud.seed.bystander.id]);
  });

  test("keeps nobody from changing its listener, though it serves a name that another one has, too", async () => {
    const both = place(dns("shop.example.com"));
    expect((await add(both)).verdict).toMatchObject({ state: "verified" });
    lose(both);
    const changed = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20 });
    expect(changed.verdict).toMatchObject({ state: "verified" });
  });

  inWholeSuite(() => {
    test("as the default is promoted over once somebody has agreed", async () => {
      lose(cloud.seed.expiring.id);
      const promoted = await cloud.run("promoteCertificate", {
        listenerId: SHOP,
        certificateId: cloud.seed.bystander.id,
      });
      expect(promoted.verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
    });
  });
});
