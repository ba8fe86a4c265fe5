import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Command } from "../../../../local/cloudflow/engine/command.ts";
import { createEngine } from "../../../../local/cloudflow/engine/engine.ts";
import { fileJournal } from "../../../../local/cloudflow/engine/journal/fileJournal.ts";
import type { Journal } from "../../../../local/cloudflow/engine/journal/journal.ts";
import { startExecution } from "../../../../local/cloudflow/engine/startExecution.ts";
import { systemClock } from "../../../../shared/platform/clock.ts";

const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }));
vi.mock("node:fs/promises", async (original) => (await import("../../../support/fullDisk.ts")).onDisk(disk, original));

let dir: string;
beforeEach(() => {
  disk.left = Number.POSITIVE_INFINITY;
  dir = mkdtempSync(join(tmpdir(), "full-disk-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const append = (journal: Journal, at: number) =>
  new Promise<Error | undefined>((done) => journal.append({ kind: "deleteFlow", at, name: "flow" }, done));

describe("a journal on a full disk", () => {
  it("says so, keeps nothing of what it refused, and goes on when there is space again", async () => {
    const journal = fileJournal(dir, systemClock);
    await journal.replay(() => {});
    expect(await append(journal, 1)).toBeUndefined();
    const whole = readFileSync(join(dir, "journal-00000001.jsonl"), "utf8");
    disk.left = 20;
    expect((await append(journal, 2))?.message).toContain("no space left");
    expect((await append(journal, 3))?.message).toContain("no space left");
    expect(readFileSync(join(dir, "journal-00000001.jsonl"), "utf8")).toBe(whole);
    disk.left = Number.POSITIVE_INFINITY;
    expect(await append(journal, 4)).toBeUndefined();
    await journal.close();
    expect(await kept()).toEqual([1, 4]);
  });

  it("loses nothing when a full segment cannot be sealed", async () => {
    const journal = fileJournal(dir, systemClock, 100);
    await journal.replay(() => {});
    for (let at = 1; at <= 9; at += 1) {
      disk.left = at === 5 ? 30 : Number.POSITIVE_INFINITY;
      expect((await append(journal, at)) === undefined, `append ${at}`).toBe(at !== 5);
    }
    await journal.close();
    expect(await kept()).toEqual([1, 2, 3, 4, 6, 7, 8, 9]);
  });

  async function kept(): Promise<number[]> {
    const found: number[] = [];
    const journal = fileJournal(dir, systemClock);
    await journal.replay(({ at }: Command) => found.push(at));
    await journal.close();
    return found;
  }
});

describe("CloudFlow on a full disk", () => {
  it("refuses to start executions, and those that run end well once there is space, without a restart", async () => {
    let finish: (() => void) | undefined;
    const engine = createEngine({
      clock: systemClock,
      journal: fileJournal(dir, systemClock),
      randomSeed: "full",
      retain: 10,
      actionFor: () => () =>
        new Promise((resolve) => {
          finish = () => resolve({ done: true });
        }),
    });
    await engine.start();
    await engine.submit({
      kind: "createFlow",
      at: systemClock.now(),
      id: "1",
      name: "flow",
      definition: FLOW,
      description: "",
      roleArn: "",
      mode: "Standard",
    });
    const start = (name: string) => startExecution(engine, { at: systemClock.now(), flow: "flow", name, input: "{}" });
    const running = await start("running");
    await expect.poll(() => finish).toBeDefined();

    disk.left = 0;
    await expect(start("refused")).rejects.toMatchObject({
      status: 500,
      message: expect.stringMatching(/^The journal cannot be written, so nothing was done: .*no space left/),
    });
    finish?.();
    await systemClock.sleep(100);
    expect(running.execution.status).toBe("Running");

    disk.left = Number.POSITIVE_INFINITY;
    await expect.poll(() => running.execution.status, { timeout: 100_000 }).toBe("Succeeded");
    const later = await start("refused");
    await expect.poll(() => later.history.length).toBeGreaterThan(2);
    finish?.();
    await expect.poll(() => later.execution.status, { timeout: 100_000 }).toBe("Succeeded");
    await engine.close();
  });
});

const FLOW = `
Type: StateMachine
Name: flow
SpecVersion: v1
StartAt: Work
States:
  - Type: Task
    Name: Work
    Action: FC:InvokeFunction
    TaskMode: RequestComplete
    Parameters: {}
    End: true
`;
