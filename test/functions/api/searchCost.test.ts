import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { operationNames } from "../../../shared/core/operationNames.ts";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

const PER_MINUTE = 120;
/** What is free at once (functions/api.ts). */
const BURST = 2 * PER_MINUTE;

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud({ ALBFLOW_RATE_PER_MINUTE: String(PER_MINUTE) }, { timersOf: [] });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** Asks for names that nobody has given, and counts the answers and what CloudFlow was asked. */
async function search(
  caller: string,
  ask: (at: number) => [method: "GET" | "POST", path: string, body?: object],
  count = 50,
) {
  const token = await cloud.token(caller, "operator:lsn-nothing");
  const before = cloud.calls.recent({ service: "fnf", action: "DescribeExecution" }).length;
  const statuses: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const [method, path, body] = ask(at);
    statuses.push((await cloud.askInTime(method, path, { token, ...(body === undefined ? {} : { body }) })).status);
  }
  const described = cloud.calls.recent({ service: "fnf", action: "DescribeExecution" }).length - before;
  return { statuses: [...new Set(statuses)], described };
}

test("names that are made up cost their caller what CloudFlow is asked for them, and nobody else waits", async () => {
  const read = await search("vic", (at) => ["GET", `/executions/nobody-${at}`]);
  expect(read.statuses).toEqual([404, 429]);
  // The last search goes on until it is more than free.
  expect(read.described).toBeLessThanOrEqual(BURST + 2 * operationNames.length);
  const followed = await search("flo", (at) => ["GET", `/executions/nobody-${at}/events`]);
  expect(followed.statuses).toEqual([404, 429]);
  const token = await cloud.token("olga", "operator");
  await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 30 }, "mine");
  expect((await cloud.askInTime("GET", "/executions/mine", { token })).status).toBe(200);
});

test("to stop or to undo what is not there costs the same, and what is named with its operation is always found", async () => {
  const stopped = await search("sam", (at) => ["POST", `/executions/nobody-${at}/stop`, { reason: "mine" }]);
  expect(stopped.statuses).toEqual([404, 429]);
  expect(stopped.described).toBeLessThanOrEqual(BURST + 2 * operationNames.length + 50);
  const undone = await search("sam", (at) => ["POST", `/executions/nobody-${at}/undo?operation=modifyListener`, {}], 5);
  expect(undone.statuses).toEqual([404]);
});

test("an execution whose name tells its operation is asked of one flow", async () => {
  const token = await cloud.token("olga", "operator");
  const body = { listenerId: "lsn-plain", idleTimeout: 30 };
  const { body: started } = await cloud.askInTime("POST", "/operations/modifyListener", { token, body });
  const since = cloud.calls.recent({ service: "fnf", action: "DescribeExecution" }).length;
  expect((await cloud.askInTime("GET", `/executions/${started.execution}`, { token })).status).toBe(200);
  const asked = cloud.calls.recent({ service: "fnf", action: "DescribeExecution" }).slice(since);
  expect(asked.map(({ resource }) => resource?.includes("modifyListener"))).toEqual([true]);
});

test("a run of many listeners that nobody has started is asked for at the cost of who asks", async () => {
  const token = await cloud.token("vic", "viewer:lsn-nothing");
  const statuses = [];
  for (let at = 0; at < 100; at += 1)
    statuses.push((await cloud.askInTime("GET", `/bulk/api-bulk-nothing-${at}`, { token })).status);
  expect([...new Set(statuses)]).toEqual([404, 429]);
});
