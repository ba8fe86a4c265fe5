import { describe, expect, test } from "vitest";
import { admit } from "../../../shared/renewal/admit.ts";
import { readAttempts } from "../../../shared/renewal/attempts.ts";
import type { Candidate } from "../../../shared/renewal/course.ts";
import { openLedger } from "../../../shared/renewal/ledger.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 22, 22, 17);
const limits = { atOnce: 3, errorBudget: 3, mayOrder: false };

const candidate = (listenerId: string, number = 1, more: Partial<Candidate> = {}): Candidate => ({
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
  timing: { due: true, mayAct: true, isUrgent: false, forced: "" },
  successor: { id: `${number + 5000}-cn-hangzhou` },
  ...more,
});
const urgent = { timing: { due: true, mayAct: true, isUrgent: true, forced: "" } } as const;
const row = (Name: string, Status: "Running" | "Succeeded" | "Failed" | "Stopped", ago = HOUR) => ({
  Name,
  Status,
  StoppedTime: Status === "Running" ? "" : new Date(now - ago).toISOString(),
});
const courses = (candidates: Candidate[], rows: ReturnType<typeof row>[] = [], more = {}) =>
  admit(candidates, openLedger(readAttempts(rows), { ...limits, ...more }, now), { ...limits, ...more }, now).map(
    ({ candidate: { listenerId }, course }) => ({ on: listenerId, ...course }),
  );
const kinds = (...given: Parameters<typeof courses>) => courses(...given).map(({ on, kind }) => `${on} ${kind}`);

describe("a certificate on several listeners", () => {
  const group = ["lsn-a", "lsn-b", "lsn-c", "lsn-d", "lsn-e"].map((id) => candidate(id));

  test("is rotated on one first, and the others wait for it", () => {
    expect(courses(group)).toMatchObject([
      {
        on: "lsn-a",
        kind: "rotate",
        isCanary: true,
        name: "renew-lsn-a-1-5001-2026112200",
        successorId: "5001-cn-hangzhou",
      },
      { on: "lsn-b", kind: "later", because: "lsn-a gets it first, to see whether all is well" },
      { on: "lsn-c", kind: "later" },
      { on: "lsn-d", kind: "later" },
      { on: "lsn-e", kind: "later" },
    ]);
  });

  test("is rotated on the others once that has succeeded, a few at a time", () => {
    const [, ...others] = group;
    expect(courses(others, [row("renew-lsn-a-1-5001-2026112200", "Succeeded")])).toMatchObject([
      { on: "lsn-b", kind: "rotate", isCanary: false },
      { on: "lsn-c", kind: "rotate", isCanary: false },
      { on: "lsn-d", kind: "rotate", isCanary: false },
      { on: "lsn-e", kind: "later", because: "3 rotations are running already" },
    ]);
  });

  test("is rotated nowhere else when that has failed, until the next day", () => {
    expect(courses(group, [row("renew-lsn-a-1-5001-2026112200", "Failed")])).toMatchObject([
      { on: "lsn-a", kind: "held", because: "its rotation has failed; it is tried again from 2026-11-23 00:00 UTC" },
      {
        on: "lsn-b",
        kind: "held",
        because: "lsn-a got it first, and that has failed; it is tried again from 2026-11-23 00:00 UTC",
      },
      { kind: "held" },
      { kind: "held" },
      { kind: "held" },
    ]);
    expect(kinds(group, [row("renew-lsn-a-1-5001-2026112100", "Failed", 23 * HOUR)])[0]).toBe("lsn-a rotate");
  });
});

describe("a rotation", () => {
  test("is started on a listener only when no other works on it", () => {
    expect(kinds([candidate("lsn-a", 1), candidate("lsn-a", 2), candidate("lsn-b", 3)])).toEqual([
      "lsn-a rotate",
      "lsn-a later",
      "lsn-b rotate",
    ]);
    expect(courses([candidate("lsn-a")], [row("renew-lsn-a-9-10-2026112200", "Running")])).toMatchObject([
      { kind: "later", because: "renew-lsn-a-9-10-2026112200 works on the listener" },
    ]);
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
    expect(courses([twin, candidate("lsn-b", 0), fallback])).toMatchObject([
      { kind: "rotate", name: "renew-lsn-b-0-5000-2026112200" },
      { kind: "rotate", name: "renew-lsn-a-2-5000-2026112200" },
      { kind: "later", name: "renew-lsn-a-2-5000-2026112200" },
    ]);
  });

  test("that has failed is tried again every hour when it is urgent, and every six for what lives short", () => {
    const failed = row("renew-lsn-a-1-5001-2026112221", "Failed");
    expect(courses([candidate("lsn-a", 1, urgent)], [failed])).toMatchObject([
      { kind: "rotate", name: "renew-lsn-a-1-5001-2026112222" },
    ]);
    const short = candidate("lsn-a");
    short.certificate.notBefore = short.certificate.notAfter - 6 * DAY;
    expect(courses([short])).toMatchObject([{ name: "renew-lsn-a-1-5001-2026112218" }]);
  });

  test("waits for its window", () => {
    const opensAt = now + HOUR;
    const timing = { due: true, mayAct: false, isUrgent: false, opensAt } as const;
    expect(courses([candidate("lsn-a", 1, { timing })])).toEqual([{ on: "lsn-a", kind: "window", opensAt }]);
  });
});

describe("the error budget", () => {
  const failures = (count: number, ago = HOUR) =>
    Array.from({ length: count }, (_, number) => row(`renew-lsn-x${number}-9${number}-10-2026112200`, "Failed", ago));
  const successes = (count: number) =>
    Array.from({ length: count }, (_, number) => row(`renew-lsn-y${number}-8${number}-11-2026112200`, "Succeeded"));

  test("stops everything when it is used up, and says so", () => {
    expect(courses([candidate("lsn-a")], failures(3))).toMatchObject([
      { kind: "held", because: "3 of 3 rotations have failed in six hours, which uses up the error budget of 3" },
    ]);
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

describe("a certificate without a successor", () => {
  const none = { successor: { none: "no certificate covers it" } };

  test("is told where none can be ordered", () => {
    expect(courses([candidate("lsn-a", 1, none)])).toEqual([
      { on: "lsn-a", kind: "stuck", because: "no certificate covers it" },
    ]);
  });

  test("gets one order, however many listeners hold it, and at most ten are made at once", () => {
    const others = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((number) => candidate("lsn-c", number, none));
    const decided = courses([candidate("lsn-a", 1, none), candidate("lsn-b", 1, none), ...others], [], {
      mayOrder: true,
    });
    expect(decided.slice(0, 2)).toMatchObject([
      { kind: "order", name: "order-1-2026112200", isNew: true },
      { kind: "order", name: "order-1-2026112200", isNew: false },
    ]);
    expect(decided.filter((one) => one.kind === "order" && one.isNew)).toHaveLength(10);
    expect(decided.slice(-2)).toMatchObject([
      { kind: "later", because: "10 orders are running" },
      { kind: "later", because: "10 orders are running" },
    ]);
  });

  test("is told when ordering has failed, and when it is tried again", () => {
    expect(
      courses([candidate("lsn-a", 1, none)], [row("order-1-2026112200", "Failed")], { mayOrder: true }),
    ).toMatchObject([
      {
        kind: "held",
        because: "no certificate covers it, and ordering one has failed; it is tried again from 2026-11-23 00:00 UTC",
      },
    ]);
  });

  test("is told when what was ordered does not fit", () => {
    expect(
      courses([candidate("lsn-a", 1, none)], [row("order-1-2026112200", "Succeeded")], { mayOrder: true }),
    ).toMatchObject([
      { kind: "stuck", because: "no certificate covers it, although one was ordered by order-1-2026112200" },
    ]);
  });
});

test("executions that somebody has named otherwise are nobody's attempt", () => {
  expect(
    readAttempts([row("by-hand", "Running"), row("renew-", "Running"), row("renew-lsn-a-1-2", "Running")]),
  ).toEqual([]);
  expect(readAttempts([row("renew-lsn-a-b_c-1-2-2026112200", "Stopped")])).toMatchObject([
    { listenerId: "lsn-a-b_c", certificate: 1, successor: 2, status: "failed" },
  ]);
});
