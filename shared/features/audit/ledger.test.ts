import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditedCall, chainOf, HOUR, KEY, START } from "../../../test/support/auditChains.ts";
import type { AuditRecord } from "./auditRecord.ts";
import { endedIn, ledgerRecords, verifyAudit } from "./ledger.ts";

/** Three hours: two executions that run at the same time, none, one. */
const chains = [
  chainOf("rotate-1", [auditedCall(), auditedCall()]),
  chainOf("rotate-2", [auditedCall()]),
  chainOf("stop-1", [auditedCall()], { endAt: START + 2.5 * HOUR }),
];
const executions = ["rotate-1", "rotate-2", "stop-1"];
const ledgerOver = (records: AuditRecord[], names = executions) => {
  const ledger: AuditRecord[] = [];
  for (let hour = 0; hour < 3; hour += 1) {
    const window = { from: START + hour * HOUR, to: START + (hour + 1) * HOUR };
    const heads = endedIn(records, window);
    const own = names.filter((name) => (name === "stop-1" ? 2 : 0) === hour);
    const absent = own.filter((name) => !heads.some(({ chain }) => chain === name));
    ledger.push(...ledgerRecords(ledger.at(-1), window, { heads, absent }, KEY));
  }
  return ledger;
};
const all = chains.flat();
const ledger = ledgerOver(all);
const head = ledger.at(-1)?.hash ?? "";
const said = (records: AuditRecord[], headKnown?: string) =>
  verifyAudit(records, { key: KEY, head: headKnown }).map(
    ({ kind, chain, position }) => `${kind} ${chain} ${position}`,
  );

describe("all records with their ledger", () => {
  test("as they were written have nothing wrong with them", () => {
    expect(said([...all, ...ledger], head)).toEqual([]);
  });

  test("miss an execution that was removed whole", () => {
    expect(said([...all.filter(({ chain }) => chain !== "rotate-1"), ...ledger])).toEqual(["missing rotate-1 3"]);
  });

  test("miss an execution that was removed before the ledger saw it, because CloudFlow knows of it", () => {
    const left = all.filter(({ chain }) => chain !== "rotate-2");
    expect(said([...left, ...ledgerOver(left)])).toEqual(["missing rotate-2 1"]);
  });

  test("know an execution that was written anew with the key, after the ledger", () => {
    const rewritten = chainOf("rotate-2", [auditedCall({ who: "mallory" })]);
    const others = all.filter(({ chain }) => chain !== "rotate-2");
    expect(said([...others, ...rewritten, ...ledger])).toEqual(["changed rotate-2 2"]);
  });

  test("know an execution that was put into a window later", () => {
    expect(said([...all, ...chainOf("invented", [auditedCall()]), ...ledger])).toEqual(["forged invented 2"]);
  });

  test("take an execution that has ended since the ledger as it is", () => {
    const since = chainOf("new", [auditedCall()], { endAt: START + 4 * HOUR });
    expect(said([...all, ...since, ...ledger])).toEqual([]);
  });

  test("miss the ledger's own end when its head was told outside", () => {
    const cut = [...all.filter(({ chain }) => chain !== "stop-1"), ...ledger.slice(0, 2)];
    expect(said(cut)).toEqual([]);
    expect(said(cut, head)).toEqual(["missing ledger 3"]);
  });

  test("miss a window that nobody has written", () => {
    const later = { from: START + 5 * HOUR, to: START + 6 * HOUR };
    const next = ledgerRecords(ledger.at(-1), later, { heads: [], absent: [] }, KEY);
    expect(said([...all, ...ledger, ...next])).toEqual(["missing ledger 4"]);
  });

  test("that somebody has filled with anything are an error of theirs, not of ours", () => {
    const whole = [...all, ...ledger];
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.jsonValue(), (which, value) => {
        expect(
          said(whole.with(which, { ...whole[which], content: value } as unknown as AuditRecord), head),
        ).not.toEqual([]);
        expect(said(whole.with(which, value as unknown as AuditRecord), head)).not.toEqual([]);
      }),
    );
  });

  test("miss any one record that is removed", () => {
    const whole = [...all, ...ledger];
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (which) => {
        expect(
          said(
            whole.filter((_, index) => index !== which),
            head,
          ),
        ).not.toEqual([]);
      }),
    );
  });
});
