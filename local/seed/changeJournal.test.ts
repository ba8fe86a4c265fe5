import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeJournal, readChanges } from "./changeJournal.ts";

const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }));
vi.mock("node:fs/promises", async (original) =>
  (await import("../../test/support/fullDisk.ts")).onDisk(disk, original),
);

let dir: string;
beforeEach(() => {
  disk.left = Number.POSITIVE_INFINITY;
  dir = mkdtempSync(join(tmpdir(), "changes-"));
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

const begun = async () => {
  const journal = changeJournal(dir, () => 1_000);
  await journal.follow(1);
  return journal;
};
const kept = async (number = 1) => {
  const { batches } = await readChanges(dir, number, { isLast: true, mending: false });
  return batches.flatMap(({ changes }) => changes.map(([part, id, value]) => `${part} ${id} ${JSON.stringify(value)}`));
};
const FULL =
  /^.*because \S+ cannot be written: ENOSPC: no space left on device.* Free some space; it goes on by itself\.$/;

test("who waits is told when what was noted is on disk, and need not wait when it is", async () => {
  const journal = await begun();
  expect(journal.safe()).toBeUndefined();
  journal.note("alb/listeners", "lsn-1", { port: 80 });
  journal.note("alb/jobs", "job-1", null);
  expect(journal.safe()).toBeInstanceOf(Promise);
  await journal.safe();
  expect(await kept()).toEqual(['alb/listeners lsn-1 {"port":80}', "alb/jobs job-1 null"]);
  expect(journal.safe()).toBeUndefined();
  await journal.close();
});

test("what is noted at once is kept at once: a record that is cut short leaves nothing of it", async () => {
  const journal = await begun();
  journal.note("alb/listeners", "lsn-1", 1);
  await journal.safe();
  journal.note("alb/listeners", "lsn-1", 2);
  journal.note("alb/listeners", "lsn-2", 2);
  disk.left = 60;
  await expect(journal.safe()).rejects.toThrow(FULL);
  expect(await kept()).toEqual(["alb/listeners lsn-1 1"]);
  disk.left = Number.POSITIVE_INFINITY;
  await journal.close();
  expect(await kept()).toEqual(["alb/listeners lsn-1 1", "alb/listeners lsn-1 2", "alb/listeners lsn-2 2"]);
});

test("hundreds who wait at the same time share few writes", async () => {
  const journal = await begun();
  const waits = Array.from({ length: 500 }, async (_, n) => {
    journal.note("alb/jobs", `job-${n}`, n);
    await journal.safe();
  });
  await Promise.all(waits);
  const lines = readFileSync(join(dir, "changes-00000001.jsonl"), "utf8").trim().split("\n");
  expect(await kept()).toHaveLength(500);
  expect(lines.length).toBeLessThan(20);
  await journal.close();
});

test("on a full disk calls are refused before they do anything, and it goes on by itself once there is space", async () => {
  const journal = await begun();
  expect(journal.ready()).toBeUndefined();
  disk.left = 0;
  journal.note("ram/roles", "one", 1);
  await expect(journal.safe()).rejects.toMatchObject({
    status: 503,
    code: "ServiceUnavailable",
    message: /^It is not certain that this is kept/,
  });
  await expect(journal.ready()).rejects.toMatchObject({ status: 503, message: /^Nothing was done/ });
  await expect(journal.safe()).rejects.toThrow(FULL);
  expect(console.error).toHaveBeenCalledTimes(1);
  disk.left = Number.POSITIVE_INFINITY;
  await journal.ready();
  expect(journal.ready()).toBeUndefined();
  expect(journal.safe()).toBeUndefined();
  expect(console.error).toHaveBeenLastCalledWith(expect.stringMatching(/can be written again\.$/));
  expect(await kept()).toEqual(["ram/roles one 1"]);

  disk.left = 0;
  journal.note("ram/roles", "two", 2);
  await expect(journal.safe()).rejects.toThrow(FULL);
  disk.left = Number.POSITIVE_INFINITY;
  await expect.poll(() => journal.safe(), { timeout: 3_000 }).toBeUndefined();
  expect(await kept()).toEqual(["ram/roles one 1", "ram/roles two 2"]);
  await journal.close();
});

test("rows that change in place are noted where they differ, and those that are gone", async () => {
  const journal = changeJournal(dir, () => 1_000);
  const roles = new Map([["a", { uses: 1 }], ["b", { uses: 1 }], ["c", { uses: 1 }]]); // biome-ignore format: short
  const noteRoles = journal.watch("ram/roles", () => roles);
  await journal.follow(1);
  noteRoles();
  expect(journal.safe()).toBeUndefined();
  (roles.get("a") ?? { uses: 0 }).uses = 2;
  roles.delete("b");
  noteRoles();
  await journal.safe();
  expect(await kept()).toEqual(['ram/roles a {"uses":2}', "ram/roles b null"]);
  await journal.close();
});

test("another file begins at the very moment at which everything before it is captured", async () => {
  const journal = await begun();
  let state = 0;
  const change = () => journal.note("alb/jobs", "job", ++state);
  change();
  const captured: number[][] = [];
  const turned = journal.turnOver((through) => void captured.push([through, state]));
  for (let n = 0; n < 50; n += 1) {
    change();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await turned;
  await journal.close();
  expect(readdirSync(dir)).toEqual(["changes-00000001.jsonl", "changes-00000002.jsonl"]);
  const [[through, then] = []] = captured;
  expect(through).toBe(1);
  const [first, second] = [await kept(1), await kept(2)];
  // Each change is in one of the files, and those that were written before are in what was captured.
  expect([...first, ...second]).toEqual(Array.from({ length: 51 }, (_, n) => `alb/jobs job ${n + 1}`));
  expect(first.length).toBeLessThanOrEqual(then ?? 0);
});

test("when another file cannot be begun, the old one goes on", async () => {
  const journal = await begun();
  disk.left = 0;
  journal.note("alb/jobs", "job", 1);
  await expect(journal.turnOver(() => {})).rejects.toThrow("no space left");
  disk.left = Number.POSITIVE_INFINITY;
  await expect.poll(() => journal.safe(), { timeout: 3_000 }).toBeUndefined();
  await journal.close();
  expect(await kept(1)).toEqual(["alb/jobs job 1"]);
});
