import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyCalls, auditedCall, chainOf, KEY } from "../../../test/support/auditChains.ts";
import { coded } from "../../../test/support/coded.ts";
import { sampledRuns } from "../../../test/support/sampled.ts";
import { type AuditRecord, append, hashOf, newChain, sealOf } from "./auditRecord.ts";
import { verifyChain } from "./verifyChain.ts";

const calls = [auditedCall(), auditedCall({ resource: "lsn-2" }), auditedCall({ resource: "lsn-3" })];
const chain = chainOf("rotate-1", calls);
const said = (records: AuditRecord[], key?: Buffer) =>
  verifyChain(records, key).map(({ kind, position }) => `${kind} ${position}`);
const edit = (position: number, change: (record: AuditRecord) => AuditRecord) =>
  chain.map((record) => (record.position === position ? change(structuredClone(record)) : record));
const changedWho = (record: AuditRecord): AuditRecord => ({
  ...record,
  content: { ...record.content, who: "mallory" } as AuditRecord["content"],
});
const remade = (record: AuditRecord, key = Buffer.alloc(32)): AuditRecord => {
  const hash = hashOf(record);
  return { ...record, hash, seal: sealOf(hash, key) };
};

describe("a chain", () => {
  test("as it was written has nothing wrong with it", () => {
    expect(verifyChain(chain, KEY)).toEqual([]);
    expect(verifyChain(chainOf("without-calls", []), KEY)).toEqual([]);
    expect(verifyChain([], KEY)).toEqual([]);
  });

  test.each([
    ["a record says something else", edit(2, changedWho), ["changed 2"]],
    [
      "a record was made anew with the right hash",
      edit(2, (one) => remade(changedWho(one))),
      ["forged 2", "changed 3"],
    ],
    ["the seal is another", edit(2, (one) => ({ ...one, seal: "00" })), ["forged 2"]],
    ["a record is gone", chain.filter(({ position }) => position !== 2), ["missing 2"]],
    ["several are gone", chain.filter(({ position }) => position === 1 || position === 4), ["missing 2"]],
    ["the first is gone", chain.slice(1), ["missing 1"]],
    ["the end is gone", chain.slice(0, -1), ["unclosed 3"]],
    ["two have changed places", [chain[0], chain[2], chain[1], chain[3]] as AuditRecord[], ["reordered 2"]],
    ["a record is there twice", [...chain, ...chain.slice(1, 2)], []],
    [
      "the end counts in something that is no number",
      edit(4, (one) => ({ ...one, content: { kind: "closed", at: 0, calls: { toString: null } as never } })),
      ["changed 0", "unclosed 3"],
    ],
    [
      "records were numbered anew after one was taken out",
      [chain[0], { ...chain[2], position: 2 }, { ...chain[3], position: 3 }] as AuditRecord[],
      ["changed 2", "changed 2", "changed 3", "changed 3"],
    ],
  ])("in which %s", (_what, records, findings) => {
    expect(said(records, KEY)).toEqual(findings);
  });

  test("in which records are missing says which", () => {
    expect(verifyChain([chain[0], chain[3]] as AuditRecord[], KEY)).toEqual([
      { kind: "missing", chain: "rotate-1", position: 2, reason: coded("records-missing", { first: 2, last: 3 }) },
    ]);
  });

  test("of an execution that was delivered twice is whole, and tells which record was written twice", () => {
    const again = append(
      { chain: "rotate-1", position: 1, hash: chain[0]?.hash ?? "" },
      { kind: "call", ...auditedCall({ resource: "lsn-2", at: 99 }) },
      KEY,
    ).record;
    expect(said([...chain.slice(0, 2), again, ...chain.slice(2)], KEY)).toEqual(["repeated 2"]);
  });

  test("in which somebody without the key has written a record beside the true one is forged", () => {
    const beside = append(
      { chain: "rotate-1", position: 1, hash: chain[0]?.hash ?? "" },
      { kind: "call", ...auditedCall({ who: "mallory" }) },
      Buffer.alloc(32),
    ).record;
    expect(said([...chain.slice(0, 2), beside, ...chain.slice(2)], KEY)).toContain("forged 2");
  });

  test("made by somebody without the key from its first record on is forged throughout", () => {
    const forged = chainOf("rotate-1", calls, { key: Buffer.alloc(32) });
    expect(said(forged, KEY)).toEqual(["forged 1", "forged 2", "forged 3", "forged 4"]);
    expect(said(forged)).toEqual([]);
  });

  test("moved under the name of another execution is found", () => {
    const moved = chain.map((record) => remade({ ...record, chain: "other" }, KEY));
    expect(said(moved, KEY)).toContain("changed 1");
  });
});

describe("whatever a chain holds", () => {
  test("nothing is found in it as it was written, read back from JSON", () => {
    fc.assert(
      fc.property(fc.string(), anyCalls, (name, all) => {
        expect(verifyChain(JSON.parse(JSON.stringify(chainOf(name, all))) as AuditRecord[], KEY)).toEqual([]);
      }),
      { numRuns: sampledRuns(100) },
    );
  });

  test("the removal of any one record is found", () => {
    fc.assert(
      fc.property(anyCalls, fc.nat(), (all, which) => {
        const whole = chainOf("one", all);
        const gone = whole.filter((_, index) => index !== which % whole.length);
        // A chain of which nothing is left is the ledger's business.
        fc.pre(gone.length > 0);
        expect(verifyChain(gone, KEY)).not.toEqual([]);
      }),
      { numRuns: sampledRuns(100) },
    );
  });

  test("a change of any one value in any one record is found", () => {
    const anyChange = fc.record({ which: fc.nat(), where: fc.nat(), value: fc.jsonValue() });
    fc.assert(
      fc.property(anyCalls, fc.array(anyChange, { minLength: 5, maxLength: 5 }), (all, changes) => {
        const whole = chainOf("one", all);
        // Making a chain takes longer than reading it: each of them is changed five times.
        for (const { which, where, value } of changes) {
          const changed = structuredClone(whole);
          const record = changed[which % changed.length] as AuditRecord;
          const places = leavesOf(record);
          const [holder, name] = places[where % places.length] as [Record<string, unknown>, string];
          if (JSON.stringify(holder[name]) === JSON.stringify(value)) continue;
          holder[name] = value;
          expect(verifyChain(changed, KEY)).not.toEqual([]);
        }
      }),
      { numRuns: sampledRuns(200) },
    );
  });

  test("two records in each other's place are found", () => {
    fc.assert(
      fc.property(anyCalls, fc.nat(), (all, which) => {
        const whole = chainOf("one", all);
        fc.pre(whole.length > 1);
        const at = which % (whole.length - 1);
        const swapped = whole.with(at, whole[at + 1] as AuditRecord).with(at + 1, whole[at] as AuditRecord);
        expect(verifyChain(swapped, KEY).map(({ kind }) => kind)).toEqual(["reordered"]);
      }),
      { numRuns: sampledRuns(100) },
    );
  });
});

test("a record holds no secret that an error's text has brought in", () => {
  const { record } = append(
    newChain("x"),
    {
      kind: "call",
      ...auditedCall({ why: { code: "text", params: { text: "GET https://cas.aliyuncs.com/?Signature=abc failed" } } }),
    },
    KEY,
  );
  expect(JSON.stringify(record)).not.toContain("Signature=abc");
});

test("the same step makes the same record", () => {
  const make = () => append(newChain("x"), { kind: "call", ...auditedCall() }, KEY).record;
  expect(make()).toEqual(make());
});

/** Every place in a record that holds a value without members. */
function leavesOf(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([name, inner]): [Record<string, unknown>, string][] =>
    typeof inner === "object" && inner !== null && Object.keys(inner).length > 0 ? leavesOf(inner) : [[holder, name]],
  );
}
