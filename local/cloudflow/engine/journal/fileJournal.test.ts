import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../../shared/platform/clock.ts";
import type { Command } from "../command.ts";
import { fileJournal } from "./fileJournal.ts";
import type { Journal } from "./journal.ts";
import { processIdentity } from "./processIdentity.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "albflow-journal-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const command = (at: number): Command => ({ kind: "deleteFlow", at, name: `flow${at}` });

async function opened(segmentBytes?: number): Promise<{ journal: Journal; found: number[] }> {
  const journal = fileJournal(dir, systemClock, segmentBytes);
  const found: number[] = [];
  await journal.replay(({ at }) => found.push(at));
  return { journal, found };
}

function append(journal: Journal, at: number): Promise<Error | undefined> {
  return new Promise((resolve) => journal.append(command(at), resolve));
}

async function write(count: number): Promise<string> {
  const { journal } = await opened();
  for (let at = 1; at <= count; at += 1) await append(journal, at);
  await journal.close();
  return join(dir, "journal-00000001.jsonl");
}

describe("the journal", () => {
  it("gives back what was appended, in order", async () => {
    await write(3);
    const { journal, found } = await opened();
    expect(found).toEqual([1, 2, 3]);
    await journal.close();
  });

  it("drops a torn last record, wherever it is torn, and goes on behind the whole ones", async () => {
    const path = await write(3);
    const { length } = await readFile(path);
    const lastLine = (await readFile(path, "utf8")).split("\n")[2]?.length ?? 0;
    for (let cut = 1; cut <= lastLine; cut += 7) {
      const whole = await readFile(path);
      await truncate(path, length - cut);
      const { journal, found } = await opened();
      expect(found, `cut by ${cut}`).toEqual([1, 2]);
      await append(journal, 9);
      await journal.close();
      const again = await opened();
      expect(again.found, `cut by ${cut}`).toEqual([1, 2, 9]);
      await again.journal.close();
      await writeFile(path, whole);
    }
  });

  it("drops a last record whose checksum does not fit", async () => {
    const path = await write(2);
    const bytes = await readFile(path);
    bytes.write("X", bytes.length - 5);
    await writeFile(path, bytes);
    const { journal, found } = await opened();
    expect(found).toEqual([1]);
    await journal.close();
  });

  it("refuses to start on damage in the middle, and says where", async () => {
    const path = await write(3);
    const bytes = await readFile(path);
    bytes.write("X", 30);
    await writeFile(path, bytes);
    await expect(opened()).rejects.toThrow(`The journal ${path} is damaged at byte 0.`);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it("tells of nothing before it is on disk", async () => {
    const { journal } = await opened();
    const path = join(dir, "journal-00000001.jsonl");
    await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        await append(journal, at);
        expect(await readFile(path, "utf8")).toContain(`"name":"flow${at}"`);
      }),
    );
    await journal.close();
  });

  it("seals full segments, leaves out what no longer matters, and keeps the rest in order", async () => {
    const { journal } = await opened(500);
    journal.onCompaction(
      () =>
        ({ at }) =>
          at % 10 === 0,
    );
    for (let at = 1; at <= 100; at += 1) await append(journal, at);
    await journal.close();
    const { journal: again, found } = await opened(500);
    expect(found.filter((at) => at % 10 === 0)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(found.length).toBeLessThan(60);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    await again.close();
  });

  it("keeps the order when segments become full while others are being compacted", async () => {
    const { journal } = await opened(500);
    const written: Promise<unknown>[] = [];
    let last = 0;
    const write = (count: number) => {
      for (let more = 0; more < count; more += 1) {
        last += 1;
        written.push(append(journal, last));
      }
    };
    journal.onCompaction(() => {
      // Enough for a segment, at the moment when the compaction of those before begins.
      if (last < 400) write(10);
      return () => true;
    });
    for (let burst = 0; burst < 20; burst += 1) {
      write(10);
      await written.at(-1);
    }
    await Promise.all(written);
    await journal.close();
    const { journal: again, found } = await opened(500);
    expect(found).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    await again.close();
  });

  it("ignores the segments that a compacted one stands for", async () => {
    const { journal } = await opened(500);
    journal.onCompaction(() => () => true);
    for (let at = 1; at <= 40; at += 1) await append(journal, at);
    await journal.close();
    const segments = (await readdir(dir)).filter((name) => name.endsWith(".jsonl")).sort();
    const compacted = segments[0] ?? "";
    expect(await readFile(join(dir, compacted), "utf8")).toContain('{"kind":"compacted"}');
    // A crash between putting it in place and removing the earlier ones leaves one of those behind.
    await appendFile(join(dir, "journal-00000000.jsonl"), await readFile(join(dir, segments.at(-1) ?? "")));
    const { journal: again, found } = await opened(500);
    expect(found).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    await again.close();
  });

  it("tells the caller what it could not keep", async () => {
    const { journal } = await opened();
    await append(journal, 1);
    await journal.close();
    expect((await append(journal, 2))?.message).toBe("the journal is closed");
  });

  it("is written by one process at a time", async () => {
    await writeFile(join(dir, "lock"), String(processIdentity(process.ppid)));
    await expect(opened()).rejects.toThrow(`The folder ${dir} is in use by process ${process.ppid}.`);
    await writeFile(join(dir, "lock"), "999999999");
    const { journal } = await opened();
    expect((await stat(join(dir, "lock"))).size).toBeGreaterThan(0);
    await journal.close();
    await expect(stat(join(dir, "lock"))).rejects.toThrow("ENOENT");
  });
});
