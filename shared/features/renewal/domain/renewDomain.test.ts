import { expect, test } from "vitest";
import { makeCertificate } from "../../../../local/certificates/makeCertificate.ts";
import { coded } from "../../../../test/support/coded.ts";
import { type Certificate, certificateIn } from "../../../core/certificates/certificate.ts";
import type { NamedCertificate } from "../../../core/certificates/domainCertificate.ts";
import { clock } from "../../../platform/clock.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { RenewalRules } from "../advanceRound.ts";
import type { Fleet, Found } from "../fleet.ts";
import { emptyReport } from "../report.ts";
import type { BoundDomain, DomainState } from "./openDomain.ts";
import { renewDomain } from "./renewDomain.ts";

const DAY_MS = 86_400_000;
const OLD = "11111111-cn-hangzhou";
const NEW = "22222222-cn-hangzhou";
const OTHER = "33333333-cn-hangzhou";
const RULES: RenewalRules = {
  share: 1 / 3,
  windows: [],
  atOnce: 3,
  errorBudget: 3,
  unverified: "none",
  key: Buffer.alloc(32),
};

/** A domain whose certificate has so many days left of ninety, as Function Compute would have it, and what is done to it. */
async function domainWith({
  left = 10,
  successor = { id: NEW },
  state = {},
  serves = (put: string) => put,
}: {
  left?: number;
  successor?: Found | AlbflowError;
  state?: Partial<DomainState>;
  /** Whose serial number clients are served when this one was put there; undefined: nothing is served. */
  serves?: (put: string) => string | undefined;
} = {}) {
  const certificates = new Map<string, Certificate>();
  for (const [id, days] of [
    [OLD, left],
    [NEW, 89],
    [OTHER, 88],
  ] as const) {
    const notAfter = new Date(clock.now() + days * DAY_MS);
    const notBefore = new Date(notAfter.getTime() - 90 * DAY_MS);
    const { certificatePem: Cert } = await makeCertificate({ names: ["pages.example.com"], notBefore, notAfter });
    certificates.set(id, certificateIn(id, { Cert }));
  }
  const of = (id: string) => certificates.get(id) as Certificate;
  const put: NamedCertificate[] = [];
  const orders: string[] = [];
  const current = () => put.at(-1)?.id ?? state.certificate?.id ?? OLD;
  const domain: BoundDomain = {
    name: "pages.example.com",
    read: async () => ({
      isKept: true,
      changedAt: 0,
      named: put.at(-1),
      ...(put.length === 0 ? state : {}),
      certificate: of(current()),
    }),
    async served() {
      const id = serves(current());
      return id === undefined ? { unseen: reason("no-connection") } : { serial: of(id).serial };
    },
    async put(certificate) {
      put.push(certificate);
    },
  };
  const fleet = {
    home: "cn-hangzhou",
    mayOrder: true,
    suggested: () => undefined,
    attempts: async () => [],
    runningElsewhere: () => 0,
    async successor() {
      if (successor instanceof AlbflowError) throw successor;
      return successor;
    },
    async order(name: string) {
      orders.push(name);
    },
  } as unknown as Fleet;
  const renew = (rules: Partial<RenewalRules> = {}) =>
    // What is waited for is over at once: time is far ahead at every second look.
    renewDomain(fleet, domain, emptyReport("round-1", 0), { ...RULES, ...rules }, () => clock.now());
  return { put, orders, renew, of };
}

test("A certificate that is not near its end stays", async () => {
  const { renew, put } = await domainWith({ left: 60 });
  expect(await renew()).toMatchObject({ due: 0, rotations: [], held: [], notRenewable: [] });
  expect(put).toEqual([]);
});

test("One that is due is replaced by what follows it, which is seen by a handshake, and the report says so", async () => {
  const { renew, put } = await domainWith();
  expect(await renew()).toMatchObject({
    due: 1,
    rotations: [
      {
        region: "cn-hangzhou",
        listenerId: "pages.example.com",
        certificateId: OLD,
        successorId: NEW,
        names: ["pages.example.com"],
        daysLeft: 10,
        outcome: "succeeded",
        reason: null,
      },
    ],
    held: [],
  });
  expect(put).toEqual([{ id: NEW, insteadOf: OLD }]);
});

test("One that was taken back before is not put there again, but the next best is", async () => {
  const named = { id: OLD, notInFavourOf: NEW };
  const only = await domainWith({ state: { named } });
  expect(await only.renew()).toMatchObject({
    held: [
      { reason: coded("domain-refused-before", { domain: "pages.example.com", successorId: NEW }), needsPeople: true },
    ],
  });
  expect(only.put).toEqual([]);
  const two = await domainWith({ state: { named }, successor: { id: NEW, others: [OTHER] } });
  expect(await two.renew()).toMatchObject({ rotations: [{ successorId: OTHER }] });
});

test("Nothing is put on a domain that cannot be seen, or is served something else than Function Compute says", async () => {
  const unseen = await domainWith({ serves: () => undefined });
  expect(await unseen.renew()).toMatchObject({
    held: [{ reason: coded("domain-unseen", { domain: "pages.example.com", cause: coded("no-connection") }) }],
  });
  const other = await domainWith({ serves: () => OTHER });
  expect(await other.renew()).toMatchObject({
    held: [{ reason: coded("domain-serves-other", { domain: "pages.example.com", serial: other.of(OTHER).serial }) }],
  });
  expect([...unseen.put, ...other.put]).toEqual([]);
});

test("A certificate that the certificate service does not have is not replaced, as nothing could be taken back", async () => {
  const { renew, put } = await domainWith({ state: { isKept: false } });
  expect(await renew()).toMatchObject({
    due: 1,
    notRenewable: [
      { reason: coded("domain-certificate-unknown", { domain: "pages.example.com" }), needsPeople: true, daysLeft: 10 },
    ],
  });
  expect(put).toEqual([]);
  const early = await domainWith({ left: 60, state: { isKept: false } });
  expect(await early.renew()).toMatchObject({ due: 0, notRenewable: [] });
});

test("Where nothing follows, a successor is ordered where that is set up", async () => {
  const { renew, orders } = await domainWith({ successor: { none: reason("nothing-follows") } });
  expect(await renew()).toMatchObject({ orders: [{ listenerId: "pages.example.com", outcome: "running" }] });
  expect(orders).toEqual([expect.stringMatching(/^order-11111111-\d{10}-[0-9a-f]{8}$/)]);
});

test("Outside of the maintenance windows it waits", async () => {
  // Of the seven days those are left out that are today, wherever it is.
  const day = new Date(clock.now() + 3 * DAY_MS).toUTCString().slice(0, 3);
  const { renew, put } = await domainWith({ left: 25 });
  const { readWindows } = await import("../maintenanceWindow.ts");
  expect(await renew({ windows: readWindows(`${day} 02:00-06:00 UTC`) })).toMatchObject({
    waiting: { count: 1 },
    rotations: [],
  });
  expect(put).toEqual([]);
});

test("A step that was cut off before it had seen what is served is gone on with, and not counted twice", async () => {
  const named = { id: NEW, insteadOf: OLD };
  const at = (changedAt: number) => ({ certificate: { id: NEW } as Certificate, named, changedAt });
  const { renew, put } = await domainWith({ state: at(clock.now()) });
  expect(await renew()).toMatchObject({ rotations: [{ successorId: NEW, outcome: "succeeded" }] });
  expect(put).toEqual([]);
  const later = await domainWith({ state: at(clock.now() - 3_600_000), serves: () => undefined });
  expect(await later.renew()).toMatchObject({ rotations: [], held: [] });
  expect(later.put).toEqual([]);
});

test("What cannot be read costs the domain alone, and is said", async () => {
  const cause = reason("text", { text: "the certificate service is away" });
  const { renew } = await domainWith({ successor: new AlbflowError("Transient", cause) });
  expect(await renew()).toMatchObject({
    notRenewable: [{ listenerId: "pages.example.com", isUnavailable: true, reason: { code: "successors-unreadable" } }],
  });
});
