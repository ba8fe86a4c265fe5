import { describe, expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { ORIGINS, signOrigin } from "../../core/origin.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { secretFor } from "../../platform/secretFor.ts";
import { openAttemptIndex } from "./attemptIndex.ts";
import { type Attempt, type FailedAttempt, readAttempts, signedInput } from "./attempts.ts";
import { decideAll } from "./decideAll.ts";
import { situationOf } from "./decideRotation.ts";
import type { RenewalCandidate } from "./renewalDecision.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 22, 22, 17);
const key = secretFor({ ALBFLOW_SECRET: "a secret of thirty-two characters" }, ORIGINS);
const limits = {
  atOnce: 3,
  elsewhere: 0,
  errorBudget: 3,
  mayOrder: false,
  share: 1 / 3,
  unverified: "none" as const,
  key,
};

const candidate = (listenerId: string, number = 1, more: Partial<RenewalCandidate> = {}): RenewalCandidate => ({
  listenerId,
  isDefault: false,
  certificate: {
    id: `${number}-cn-hangzhou`,
    names: [`${number}.example.com`],
    addresses: [],
    unusable: [],
    subject: `${number}.example.com`,
    serial: "0A",
    notBefore: now - 80 * DAY,
    notAfter: now + (10 + number / 1000) * DAY,
  },
  timing: { due: true, mayAct: true, isUrgent: false, forced: null },
  successor: { id: `${number + 5000}-cn-hangzhou` },
  obstacle: null,
  state: "as it is",
  ...more,
});
/** The next slot, in ms since 1970. */
const SOON_MS = Date.UTC(2026, 10, 23);
const CLIENTS_SEE_ANOTHER = reason("text", { text: "clients see another" });
const urgent = { timing: { due: true, mayAct: true, isUrgent: true, forced: null } } as const;
/** An attempt: `renew-<listener>-<certificate>-<successor>` or `order-<certificate>`, in the situation of `candidate`. */
const row = (
  name: string,
  status: "Running" | "Succeeded" | "Failed",
  ago = HOUR,
  how: FailedAttempt["kind"] = "passing",
): Attempt & { how: FailedAttempt["kind"] } => {
  const [, listenerId = "", first = "", second = "0"] =
    /^renew-(.+)-(\d+)-(\d+)$/.exec(name) ?? /^order-()(\d+)$/.exec(name) ?? [];
  const isOrder = listenerId === "";
  const [certificate, successor] = [Number(first), Number(second)];
  return {
    name: `${name}-${now - ago}`,
    kind: isOrder ? "order" : "rotate",
    certificate,
    successor,
    listenerId,
    status: status === "Running" ? "running" : status === "Failed" ? "failed" : "succeeded",
    startedAt: now - ago,
    stoppedAt: status === "Running" ? 0 : now - ago + 60_000,
    situation: isOrder ? "" : situationOf(candidate(listenerId, certificate), [`${successor}-cn-hangzhou`]),
    how,
  };
};
const decisions = (candidates: RenewalCandidate[], rows: ReturnType<typeof row>[] = [], more = {}) => {
  const failures = new Map(
    rows.map(({ name, how }) => [name, { kind: how, reason: how === "seen" ? CLIENTS_SEE_ANOTHER : null }] as const),
  );
  const all = { ...limits, ...more };
  return decideAll(candidates, openAttemptIndex(rows, all, now, failures), all, now).map(
    ({ candidate: { listenerId }, decision }) => ({ on: listenerId, ...decision }),
  );
};
const kinds = (...given: Parameters<typeof decisions>) => decisions(...given).map(({ on, kind }) => `${on} ${kind}`);

test("no more than ten rotations run in all regions, whichever of them they are in", () => {
  const others = ["lsn-a", "lsn-b", "lsn-c"].map((id, index) => candidate(id, index + 1));
  const urgent = others.map((one) => ({ ...one, timing: { ...one.timing, isUrgent: true } as never }));
  expect(decisions(urgent, [], { elsewhere: 8 })).toMatchObject([
    { on: "lsn-a", kind: "rotate" },
    { on: "lsn-b", kind: "rotate" },
    { on: "lsn-c", kind: "later", reason: coded("rotations-running", { count: 10 }) },
  ]);
});

test("two of the ten are kept for those that are urgent: what a window has let begin does not keep them waiting", () => {
  const calm = ["lsn-a", "lsn-b"].map((id, index) => candidate(id, index + 1));
  const urgent = candidate("lsn-c", 3, { timing: { due: true, mayAct: true, isUrgent: true, forced: null } });
  expect(kinds([...calm, urgent], [], { elsewhere: 7 }).toSorted()).toEqual([
    "lsn-a rotate",
    "lsn-b later",
    "lsn-c rotate",
  ]);
});

describe("a certificate on several listeners", () => {
  const group = ["lsn-a", "lsn-b", "lsn-c", "lsn-d", "lsn-e"].map((id) => candidate(id));

  test("is rotated on one first, and the others wait for it", () => {
    expect(decisions(group)).toMatchObject([
      {
        on: "lsn-a",
        kind: "rotate",
        isCanary: true,
        name: expect.stringMatching(/^renew-lsn-a-1-5001-2026112200-[0-9a-f]{8}$/),
        successorId: "5001-cn-hangzhou",
      },
      { on: "lsn-b", kind: "later", reason: coded("another-listener-first", { listenerId: "lsn-a" }) },
      { on: "lsn-c", kind: "later" },
      { on: "lsn-d", kind: "later" },
      { on: "lsn-e", kind: "later" },
    ]);
  });

  test("is rotated on the others once that has succeeded, a few at a time", () => {
    const [, ...others] = group;
    expect(decisions(others, [row("renew-lsn-a-1-5001", "Succeeded")])).toMatchObject([
      { on: "lsn-b", kind: "rotate", isCanary: false },
      { on: "lsn-c", kind: "rotate", isCanary: false },
      { on: "lsn-d", kind: "rotate", isCanary: false },
      { on: "lsn-e", kind: "later", reason: coded("rotations-running", { count: 3 }) },
    ]);
  });

  test("is rotated nowhere else in the same slot when that has failed, and another one goes first in the next", () => {
    expect(decisions(group, [row("renew-lsn-a-1-5001", "Failed")])).toMatchObject([
      {
        on: "lsn-b",
        kind: "held",
        reason: coded("first-listener-failed", { listenerId: "lsn-a", again: SOON_MS }),
      },
      { on: "lsn-c", kind: "held" },
      { on: "lsn-d", kind: "held" },
      { on: "lsn-e", kind: "held" },
      {
        on: "lsn-a",
        kind: "held",
        reason: { code: "rotation-failed", params: { isRefused: false, cause: null, again: SOON_MS } },
      },
    ]);
    expect(kinds(group, [row("renew-lsn-a-1-5001", "Failed", 23 * HOUR)])).toEqual([
      "lsn-b rotate",
      "lsn-c later",
      "lsn-d later",
      "lsn-e later",
      "lsn-a later",
    ]);
  });

  test("is rotated on the others in the same slot when it was refused on the first: that has changed nothing", () => {
    const refused = row("renew-lsn-a-1-5001", "Failed", HOUR, "refused");
    expect(decisions(group, [refused])).toMatchObject([
      { on: "lsn-b", kind: "rotate", isCanary: true },
      { on: "lsn-c", kind: "later" },
      { on: "lsn-d", kind: "later" },
      { on: "lsn-e", kind: "later" },
      {
        on: "lsn-a",
        kind: "held",
        reason: { code: "rotation-failed", params: { isRefused: true, cause: null, again: SOON_MS } },
      },
    ]);
  });

  test("is not held back by a listener that is known to be in the way: it costs itself", () => {
    const blocked = candidate("lsn-a", 1, { obstacle: reason("listener-stopped-unrenewed") });
    expect(decisions([blocked, candidate("lsn-b")])).toMatchObject([
      { on: "lsn-b", kind: "rotate", isCanary: true },
      { on: "lsn-a", kind: "stuck", reason: coded("listener-stopped-unrenewed") },
    ]);
  });
});

describe("what could follow a certificate", () => {
  const others = ["6001-cn-hangzhou", "7001-cn-hangzhou"];
  const ids = ["5001-cn-hangzhou", ...others];
  const of = (listenerId: string) => candidate(listenerId, 1, { successor: { id: "5001-cn-hangzhou", others } });
  const tried = (successor: number, ago: number, how: FailedAttempt["kind"] = "seen") => ({
    ...row(`renew-lsn-a-1-${successor}`, "Failed", ago, how),
    situation: situationOf(of("lsn-a"), ids),
  });

  test("is tried in its order, the next one in the same slot when one has failed", () => {
    expect(decisions([of("lsn-a")])).toMatchObject([{ kind: "rotate", successorId: "5001-cn-hangzhou" }]);
    expect(decisions([of("lsn-a")], [tried(5001, HOUR)])).toMatchObject([
      { kind: "rotate", successorId: "6001-cn-hangzhou", isCanary: true },
    ]);
    expect(decisions([of("lsn-a")], [tried(5001, HOUR), tried(6001, HOUR / 2)])).toMatchObject([
      { kind: "rotate", successorId: "7001-cn-hangzhou" },
    ]);
  });

  test("is tried on no other listener in the slot in which it has failed on one", () => {
    expect(decisions([of("lsn-b")], [tried(5001, HOUR)])).toMatchObject([
      { on: "lsn-b", kind: "rotate", successorId: "6001-cn-hangzhou" },
    ]);
  });

  test("is not tried again where clients have seen it fail, until something changes", () => {
    const all = [tried(5001, 20 * DAY), tried(6001, 19 * DAY), tried(7001, 18 * DAY)];
    expect(decisions([of("lsn-a")], all)).toMatchObject([
      {
        kind: "held",
        isFinal: true,
        reason: {
          code: "rotation-failed",
          params: {
            isRefused: false,
            cause: { code: "text", params: { text: "clients see another" } },
            again: null,
          },
        },
      },
    ]);
    const changed = { ...of("lsn-a"), state: "another policy" };
    expect(decisions([changed], all)).toMatchObject([{ kind: "rotate", successorId: "5001-cn-hangzhou" }]);
    const more = candidate("lsn-a", 1, { successor: { id: "8001-cn-hangzhou", others: ids } });
    expect(decisions([more], all)).toMatchObject([{ kind: "rotate", successorId: "8001-cn-hangzhou" }]);
  });

  test("is tried again in the same slot under another name when the listener was changed meanwhile", () => {
    const [before] = decisions([candidate("lsn-a")]);
    const [after] = decisions(
      [candidate("lsn-a", 1, { state: "another policy" })],
      [row("renew-lsn-a-1-5001", "Failed")],
    );
    expect(after).toMatchObject({ kind: "rotate" });
    expect(after).not.toMatchObject({ name: (before as { name: string }).name });
  });

  test("is tried once a day in the last week before the end, when clients have seen it fail", () => {
    const last = candidate("lsn-a", 1, urgent);
    last.certificate = { ...last.certificate, notBefore: now - 85 * DAY, notAfter: now + 5 * DAY };
    const failed = (ago: number) => [row("renew-lsn-a-1-5001", "Failed", ago, "seen")];
    expect(kinds([last], failed(23 * HOUR))).toEqual(["lsn-a held"]);
    expect(kinds([last], failed(25 * HOUR))).toEqual(["lsn-a rotate"]);
  });

  test("is tried after an eighth of what is left on the last day, so that another try comes before a night's outage", () => {
    const last = candidate("lsn-a", 1, urgent);
    const failed = (ago: number) => [row("renew-lsn-a-1-5001", "Failed", ago, "seen")];
    // Of six days: a part of the reserve is more than three hours, and little more than two are left.
    const short = { ...last.certificate, notBefore: now - 6 * DAY + 2 * HOUR, notAfter: now + 2 * HOUR };
    expect(kinds([{ ...last, certificate: short }], failed(0.25 * HOUR))).toEqual(["lsn-a held"]);
    expect(kinds([{ ...last, certificate: short }], failed(0.3 * HOUR))).toEqual(["lsn-a rotate"]);
    // Of 47 days: tried first 14 hours before the end.
    const long = { ...last.certificate, notBefore: now - 47 * DAY + 12 * HOUR, notAfter: now + 12 * HOUR };
    expect(kinds([{ ...last, certificate: long }], failed(HOUR))).toEqual(["lsn-a held"]);
    expect(kinds([{ ...last, certificate: long }], failed(2 * HOUR))).toEqual(["lsn-a rotate"]);
  });
});

describe("a QUIC listener, which cannot be asked what it serves,", () => {
  const quic = (certificates: number[]) =>
    candidate("lsn-a", 1, { companions: [{ listenerId: "lsn-https", certificates }] });

  test("waits until the HTTPS listener of its instance that holds the same has the new one", () => {
    const first = coded("quic-companion-first", { listenerId: "lsn-https" });
    expect(decisions([quic([1])])).toMatchObject([{ kind: "held", reason: first, isFinal: false }]);
    expect(decisions([quic([1]), candidate("lsn-https")])).toMatchObject([
      { on: "lsn-https", kind: "rotate", isCanary: true },
      { on: "lsn-a", kind: "later", reason: first },
    ]);
    expect(decisions([quic([5001])], [row("renew-lsn-https-1-5001", "Succeeded")])).toMatchObject([
      { on: "lsn-a", kind: "rotate", isCanary: false, isUnseen: false },
    ]);
  });

  test("takes the successor that the HTTPS listener has, even where another is better", () => {
    const waiting = { ...quic([6001]), successor: { id: "5001-cn-hangzhou", others: ["6001-cn-hangzhou"] } };
    expect(decisions([waiting])).toMatchObject([{ kind: "rotate", successorId: "6001-cn-hangzhou" }]);
  });

  test("without such a listener is left to people, unless a setting accepts it by configuration", () => {
    const [reported] = decisions([quic([9])]);
    expect(reported).toMatchObject({
      kind: "stuck",
      reason: coded("quic-unrenewable", { setting: "ALBFLOW_RENEWAL_UNVERIFIED" }),
    });
    expect(decisions([quic([9])], [], { unverified: "quic" })).toMatchObject([{ kind: "rotate", isUnseen: true }]);
    expect(decisions([candidate("lsn-b")], [], { unverified: "quic" })).toMatchObject([{ isUnseen: false }]);
    expect(decisions([candidate("lsn-b")], [], { unverified: "all" })).toMatchObject([{ isUnseen: true }]);
  });
});

describe("a rotation", () => {
  test("is started on a listener only when no other works on it", () => {
    expect(kinds([candidate("lsn-a", 1), candidate("lsn-a", 2), candidate("lsn-b", 3)])).toEqual([
      "lsn-a rotate",
      "lsn-a later",
      "lsn-b rotate",
    ]);
    const running = row("renew-lsn-a-9-10", "Running");
    expect(decisions([candidate("lsn-a")], [running])).toMatchObject([
      { kind: "later", reason: coded("listener-busy", { execution: running.name }) },
    ]);
  });

  test("that does not end is told, and does not keep its listener to itself for ever unsaid", () => {
    const running = row("renew-lsn-a-9-10", "Running", 4 * HOUR);
    const stuck = coded("rotation-not-ended", { execution: running.name, startedAt: Date.UTC(2026, 10, 22, 18, 17) });
    expect(decisions([candidate("lsn-a")], [running])).toMatchObject([{ kind: "held", isFinal: true, reason: stuck }]);
  });

  test("is started for what expires first, first", () => {
    expect(kinds([candidate("lsn-c", 9), candidate("lsn-b", 8), candidate("lsn-a", 7)], [], { atOnce: 1 })).toEqual([
      "lsn-a rotate",
      "lsn-b later",
      "lsn-c later",
    ]);
  });

  test("of the default goes before others that the same successor follows", () => {
    const successor = { id: "5000-cn-hangzhou" };
    const [twin, fallback] = [
      candidate("lsn-a", 1, { successor }),
      candidate("lsn-a", 2, { successor, isDefault: true }),
    ];
    expect(decisions([twin, candidate("lsn-b", 0), fallback])).toMatchObject([
      { kind: "rotate", name: expect.stringContaining("renew-lsn-b-0-5000-2026112200-") },
      { kind: "rotate", name: expect.stringContaining("renew-lsn-a-2-5000-2026112200-") },
      { kind: "later", name: expect.stringContaining("renew-lsn-a-2-5000-2026112200-") },
    ]);
  });

  test("that has failed is tried again every hour when it is urgent, and every six for what lives short", () => {
    const failed = row("renew-lsn-a-1-5001", "Failed");
    expect(decisions([candidate("lsn-a", 1, urgent)], [failed])).toMatchObject([
      { kind: "rotate", name: expect.stringContaining("renew-lsn-a-1-5001-2026112222-") },
    ]);
    const short = candidate("lsn-a");
    short.certificate.notBefore = short.certificate.notAfter - 6 * DAY;
    expect(decisions([short])).toMatchObject([{ name: expect.stringContaining("renew-lsn-a-1-5001-2026112218-") }]);
  });

  test("waits for its window", () => {
    const opensAt = now + HOUR;
    const timing = { due: true, mayAct: false, isUrgent: false, opensAt } as const;
    expect(decisions([candidate("lsn-a", 1, { timing })])).toEqual([{ on: "lsn-a", kind: "window", opensAt }]);
  });
});

describe("the error budget", () => {
  const failures = (count: number, ago = HOUR) =>
    Array.from({ length: count }, (_, number) => row(`renew-lsn-x${number}-9${number}-10`, "Failed", ago));
  const successes = (count: number) =>
    Array.from({ length: count }, (_, number) => row(`renew-lsn-y${number}-8${number}-11`, "Succeeded"));

  test("stops everything when it is used up, and says so", () => {
    expect(decisions([candidate("lsn-a")], failures(3))).toMatchObject([
      { kind: "held", reason: coded("error-budget-used-up", { failed: 3, ended: 3, budget: 3 }) },
    ]);
  });

  test("is not used up by rotations that were refused: those have changed nothing", () => {
    const refused = [1, 2, 3, 4, 5].map((at) => row(`renew-lsn-x${at}-9${at}-10`, "Failed", HOUR, "refused"));
    expect(kinds([candidate("lsn-a")], refused)).toEqual(["lsn-a rotate"]);
  });

  test.each([
    ["when fewer have failed", failures(2)],
    ["when those are few among many", [...failures(3), ...successes(12)]],
    ["when they were long ago", failures(9, 7 * HOUR)],
  ])("lets things go on %s", (_, rows) => {
    expect(kinds([candidate("lsn-a")], rows)).toEqual(["lsn-a rotate"]);
  });

  test("does not let a certificate expire", () => {
    expect(kinds([candidate("lsn-a", 1, urgent), candidate("lsn-b", 2)], failures(5))).toEqual([
      "lsn-a rotate",
      "lsn-b held",
    ]);
  });
});

const NONE = { code: "no-successor", params: { names: ["1.example.com"], notTaken: [], more: 0 } };

describe("a certificate without a successor", () => {
  const none = { successor: { none: NONE } };

  test("is told where none can be ordered", () => {
    expect(decisions([candidate("lsn-a", 1, none)])).toEqual([{ on: "lsn-a", kind: "stuck", reason: NONE }]);
  });

  test("gets one order, however many listeners hold it, and at most ten are made at once", () => {
    const others = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((number) => candidate("lsn-c", number, none));
    const decided = decisions([candidate("lsn-a", 1, none), candidate("lsn-b", 1, none), ...others], [], {
      mayOrder: true,
    });
    expect(decided.slice(0, 2)).toMatchObject([
      { kind: "order", name: expect.stringMatching(/^order-1-2026112200-[0-9a-f]{8}$/), isNew: true },
      { kind: "order", name: expect.stringMatching(/^order-1-2026112200-[0-9a-f]{8}$/), isNew: false },
    ]);
    expect(decided.filter((one) => one.kind === "order" && one.isNew)).toHaveLength(10);
    expect(decided.slice(-2)).toMatchObject([
      { kind: "later", reason: coded("orders-running", { count: 10 }) },
      { kind: "later", reason: coded("orders-running", { count: 10 }) },
    ]);
  });

  test("is told when ordering has failed, how often, and when it is tried again", () => {
    const none1 = candidate("lsn-a", 1, none);
    const [order] = decisions([none1], [], { mayOrder: true });
    const failed = (ago: number) => ({
      ...row("order-1", "Failed", ago),
      name: ago === HOUR ? nameOf(order) : `${ago}`,
    });
    expect(decisions([none1], [failed(HOUR)], { mayOrder: true })).toMatchObject([
      {
        kind: "held",
        reason: { code: "order-failed", params: { none: NONE, failures: 1, again: SOON_MS } },
        failures: 1,
      },
    ]);
    expect(decisions([none1], [failed(HOUR), failed(2 * DAY), failed(DAY)], { mayOrder: true })).toMatchObject([
      {
        reason: { code: "order-failed", params: { none: NONE, failures: 3, again: SOON_MS } },
        failures: 3,
      },
    ]);
  });

  test("is told when what was ordered does not fit", () => {
    const none1 = candidate("lsn-a", 1, none);
    const [order] = decisions([none1], [], { mayOrder: true });
    const ended = { ...row("order-1", "Succeeded"), name: nameOf(order) };
    expect(decisions([none1], [ended], { mayOrder: true })).toMatchObject([
      {
        kind: "stuck",
        reason: { code: "order-without-successor", params: { none: NONE, execution: ended.name } },
      },
    ]);
  });
});

test("what was ordered and does not fit is not ordered again in every slot, however urgent: once a week at most", () => {
  const none1 = candidate("lsn-a", 1, { successor: { none: NONE }, ...urgent });
  const ordered = (ago: number) => decisions([none1], [row("order-1", "Succeeded", ago)], { mayOrder: true });
  for (const ago of [HOUR, 5 * HOUR, 26 * HOUR, 6.9 * DAY]) {
    expect(ordered(ago)).toMatchObject([
      {
        kind: "stuck",
        reason: { code: "order-without-successor", params: { none: NONE, execution: `order-1-${now - ago}` } },
      },
    ]);
  }
  expect(ordered(5 * 60_000)).toMatchObject([{ kind: "later", reason: coded("successor-just-ordered") }]);
  expect(ordered(7.1 * DAY)).toMatchObject([{ kind: "order", isNew: true }]);
});

describe("an execution is renewal's attempt", () => {
  const name = "renew-lsn-a-1-2-2026112200-0123abcd";
  const input = { listenerId: "lsn-a", certificateId: "1-cn-hangzhou", successorId: "2-cn-hangzhou" };
  const signed = signedInput(key, "rotate", name, input, "situation");
  const execution = (Name: string, Input: unknown) => ({
    Name,
    Input: typeof Input === "string" ? Input : JSON.stringify(Input),
    Status: "Failed" as const,
    StartedTime: "2026-11-22T22:17:00Z",
    StoppedTime: "2026-11-22T22:18:00Z",
  });
  const read = (...row: Parameters<typeof execution>) => readAttempts("rotate", [execution(...row)], key);

  test("when albflow has signed its input for this name, and is read from that input", () => {
    expect(read(name, signed)).toEqual([
      {
        name,
        kind: "rotate",
        listenerId: "lsn-a",
        certificate: 1,
        successor: 2,
        status: "failed",
        startedAt: Date.UTC(2026, 10, 22, 22, 17),
        stoppedAt: Date.UTC(2026, 10, 22, 22, 18),
        situation: "situation",
      },
    ]);
  });

  const other = secretFor({ ALBFLOW_SECRET: "another secret of thirty-two letters" }, ORIGINS);
  const remedy = signOrigin(key, {
    part: "remediation",
    operation: "rotateCertificate",
    execution: name,
    situation: "",
  });
  test.each([
    ["that only has its name", name, input],
    ["whose sign was taken from another", "renew-lsn-a-1-2-2026112201-0123abcd", signed],
    ["that was signed with another secret", name, signedInput(other, "rotate", name, input, "")],
    ["that was signed for another operation", name, signedInput(key, "order", name, input, "")],
    ["that another part of albflow has started", name, { ...input, origin: remedy }],
    ["whose sign is no text", name, { ...input, origin: { part: "renewal" } }],
    ["whose sign is no token", name, { ...input, origin: "e30.e30" }],
    ["whose input is null", name, null],
    ["whose input is no JSON", name, "renewal"],
  ] as const)("and one %s is not", (_, execution, given) => {
    expect(read(execution, given)).toEqual([]);
  });
});

function nameOf(decision: { kind: string } | undefined): string {
  return decision !== undefined && "name" in decision ? String(decision.name) : "";
}
