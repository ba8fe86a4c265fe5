import { expect, test } from "vitest";
import { ORIGINS } from "../../core/origin.ts";
import type { CloudFlowClient, ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import type { Clients } from "../../platform/clients.ts";
import { secretFor } from "../../platform/secretFor.ts";
import { type Attempt, signedInput } from "./attempts.ts";
import { cloudAttempts } from "./cloudAttempts.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const now = Date.now();
const since = now - DAY;
const key = secretFor({ ALBFLOW_SECRET: "a secret of thirty-two characters" }, ORIGINS);
const due = [{ listenerId: "lsn-1", certificate: { id: "1-cn-hangzhou" } as never }];

/** An execution that renewal has started so long ago on `lsn-1`, at home unless told. */
function row(Name: string, ago: number, Status: ExecutionRow["Status"], more: object = {}): ExecutionRow {
  const input = { listenerId: "lsn-1", certificateId: "1-cn-hangzhou", successorId: "2-cn-hangzhou", ...more };
  return {
    FlowName: "albflow-rotateCertificate",
    Name,
    Input: JSON.stringify(signedInput(key, "rotate", Name, input, "as it is")),
    Output: "",
    Status,
    StartedTime: new Date(now - ago).toISOString(),
    StoppedTime: Status === "Running" ? "" : new Date(now - ago + MINUTE).toISOString(),
  };
}

/** CloudFlow with these executions, pages of 99 of which it lists, and whoever asks it by steps of a round. */
function seeded(rows: ExecutionRow[]) {
  const lists: Record<string, string | number>[] = [];
  let histories = 0;
  const call = async (_action: string, asked: Record<string, string | number>) => {
    lists.push(asked);
    const begin = Date.parse(String(asked.StartedTimeBegin));
    const end =
      asked.StartedTimeEnd === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(asked.StartedTimeEnd));
    const fitting = rows.filter(
      ({ StartedTime, Status }) =>
        Date.parse(StartedTime) >= begin &&
        Date.parse(StartedTime) < end &&
        (asked.Status === undefined || asked.Status === Status),
    );
    const from = Number(asked.NextToken ?? 0);
    const next = from + 99 < fitting.length ? { NextToken: String(from + 99) } : {};
    return { Executions: fitting.slice(from, from + 99), ...next };
  };
  const history = async (): Promise<HistoryEvent[]> => {
    histories += 1;
    return [];
  };
  const cloudFlow = { call, history } as unknown as CloudFlowClient;
  const instance = `instance ${Math.random()}`;
  /** One step, which is one invocation: nothing but the instance is the same in the next. */
  const step = (isAnew = false) =>
    cloudAttempts({
      home: "cn-hangzhou",
      clients: () => ({ region: "cn-hangzhou", cloudFlow }) as Clients,
      mayOrder: false,
      key,
      remembered: { as: instance, isAnew },
      pace: { executions: (called) => called(), histories: (called) => called() },
    });
  return { step, lists, histories: () => histories };
}

const statuses = (attempts: Attempt[]) => attempts.map(({ name, status }) => `${name} ${status}`).sort();

test("a round of many pages reads the failures of two months once, and then only what was started since or still ran", async () => {
  const many = Array.from({ length: 1_000 }, (_, index) =>
    row(`old-${index}`, 2 * DAY + index * MINUTE, "Failed", { listenerId: `lsn-${index}` }),
  );
  const running = row("renew-running", 2 * MINUTE, "Running");
  const rows = [...many, row("renew-today", 3 * 3_600_000, "Succeeded"), running];
  const { step, lists } = seeded(rows);
  expect(statuses(await step(true).attempts("cn-hangzhou", since, due))).toEqual([
    "old-1 failed",
    "renew-running running",
    "renew-today succeeded",
  ]);
  // Eleven pages of failures, one of those that ran out of time, one of the last day.
  expect(lists).toHaveLength(13);
  for (let page = 0; page < 20; page += 1) await step().attempts("cn-hangzhou", since, due);
  expect(lists).toHaveLength(13 + 20);
  expect(lists.slice(13).every(({ Status }) => Status === undefined)).toBe(true);
  expect(Math.min(...lists.slice(13).map((one) => Date.parse(String(one.StartedTimeBegin))))).toBeGreaterThan(
    now - 10 * MINUTE,
  );
});

test("what has ended since the last page, and what was begun since, is known on the next", async () => {
  const running = row("renew-running", 2 * MINUTE, "Running");
  const rows = [running];
  const { step } = seeded(rows);
  expect(statuses(await step(true).attempts("cn-hangzhou", since, due))).toEqual(["renew-running running"]);
  rows.splice(0, 1, row("renew-running", 2 * MINUTE, "Failed"), row("renew-begun", 0, "Running"));
  expect(statuses(await step().attempts("cn-hangzhou", since, due))).toEqual([
    "renew-begun running",
    "renew-running failed",
  ]);
});

test("what has run for hours is read until it has ended", async () => {
  const rows = [row("renew-long", 5 * 3_600_000, "Running")];
  const { step } = seeded(rows);
  await step(true).attempts("cn-hangzhou", since, due);
  rows.splice(0, 1, row("renew-long", 5 * 3_600_000, "Succeeded"));
  expect(statuses(await step().attempts("cn-hangzhou", since, due))).toEqual(["renew-long succeeded"]);
});

test("each region is given its own attempts, and each page what is due on it", async () => {
  const old = [0, 1, 2].map((days) => row(`old-${days}`, (2 + days) * DAY, "Failed"));
  const there = row("there", 3 * DAY, "Failed", { region: "cn-shanghai" });
  const { step } = seeded([...old, there, row("away", 5 * MINUTE, "Running", { region: "cn-shanghai" })]);
  const [last, ...others] = await step(true).attempts("cn-hangzhou", since, due);
  expect(last).toMatchObject({ name: "old-0", earlier: 2 });
  expect(others).toEqual([]);
  expect(statuses(await step().attempts("cn-shanghai", since, due))).toEqual(["away running", "there failed"]);
  expect(await step().attempts("cn-hangzhou", since, [])).toEqual([]);
});

test("a round that begins reads everything anew", async () => {
  const rows = [row("old", 2 * DAY, "Failed")];
  const { step, lists } = seeded(rows);
  await step(true).attempts("cn-hangzhou", since, due);
  const whole = lists.length;
  rows.length = 0;
  expect(await step(true).attempts("cn-hangzhou", since, due)).toEqual([]);
  expect(lists).toHaveLength(2 * whole);
});

test("what cannot be read is read whole at the next try", async () => {
  const rows = [row("old", 2 * DAY, "Failed")];
  const { step, lists } = seeded(rows);
  const { push } = lists;
  lists.push = (asked) => {
    if (asked.Status === "TimedOut") throw new Error("out of order");
    return push.call(lists, asked);
  };
  await expect(step(true).attempts("cn-hangzhou", since, due)).rejects.toThrow("out of order");
  lists.push = push;
  expect(statuses(await step().attempts("cn-hangzhou", since, due))).toEqual(["old failed"]);
});
