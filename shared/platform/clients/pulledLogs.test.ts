import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSls, type Sls } from "../../../local/sls/sls.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { testContext } from "../../../test/local/testContext.ts";
import { sampledRuns } from "../../../test/support/sampled.ts";
import type { Session } from "../session.ts";
import { readLogGroupList } from "./logGroupList.ts";
import { type LogBatch, type LogRange, pullLogs } from "./pulledLogs.ts";

const place = { project: "albflow-reports", logstore: "alb_access" };
let context: ReturnType<typeof testContext>;
let sls: Sls;
let server: WireServer;
let session: Session;

beforeAll(async () => {
  context = testContext();
  sls = createSls(context);
  server = await listen(sls, { port: 0 });
  session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { log: `http://sls.localhost:${server.port}` },
  };
});
afterAll(async () => {
  await server.close();
  sls.close();
});
beforeEach(() => {
  context.faults.clear();
  sls.importState({ projects: [] });
  sls.ensure(place);
  for (let number = 0; number < 25; number += 1)
    sls.write(place, "alb_layer7_access_log", [{ n: String(number), path: "/käse" }]);
});

/** Every batch of every shard, from its beginning. */
async function pullAll(more: Partial<LogRange> = {}, groupsAtOnce?: number, as = session): Promise<LogBatch[]> {
  const batches: LogBatch[] = [];
  for (const shard of [0, 1]) {
    const range = { ...place, shard, beginCursor: beginOf(shard), ...more };
    for await (const batch of pullLogs(as, range, groupsAtOnce)) batches.push(batch);
  }
  return batches;
}
const numbersIn = (batches: LogBatch[]) =>
  batches.flatMap(({ entries }) => entries.map(({ n }) => Number(n))).sort((one, other) => one - other);
const ALL = Array.from({ length: 25 }, (_, number) => number);

describe("a range of a shard", () => {
  test("is read whole, a part at a time", async () => {
    const batches = await pullAll({}, 3);
    expect(numbersIn(batches)).toEqual(ALL);
    expect(Math.max(...batches.map(({ entries }) => entries.length))).toBe(3);
    expect(batches[0]?.entries[0]).toMatchObject({
      path: "/käse",
      __topic__: "alb_layer7_access_log",
      __source__: "127.0.0.1",
      __time__: expect.stringMatching(/^\d{10}$/),
    });
  });

  test("ends where it is said to end, and the next one goes on there", async () => {
    const [first] = await pullAll({}, 2);
    const cursor = first?.cursor ?? "";
    const head: LogBatch[] = [];
    for await (const batch of pullLogs(session, { ...place, shard: 0, beginCursor: beginOf(0), endCursor: cursor }))
      head.push(batch);
    expect(numbersIn(head)).toEqual(numbersIn([first as LogBatch]));
    const rest: LogBatch[] = [];
    for await (const batch of pullLogs(session, { ...place, shard: 0, beginCursor: cursor })) rest.push(batch);
    expect(numbersIn(rest).some((number) => numbersIn(head).includes(number))).toBe(false);
  });

  test("that is empty has no batches", async () => {
    const none: LogBatch[] = [];
    const cursor = beginOf(0);
    for await (const batch of pullLogs(session, { ...place, shard: 0, beginCursor: cursor, endCursor: cursor }))
      none.push(batch);
    expect(none).toEqual([]);
  });

  test("is read though a line breaks", async () => {
    context.faults.set("GetCursorOrData", { kind: "reset", when: "before" });
    expect(numbersIn(await pullAll())).toEqual(ALL);
  });

  test.each<[string, Partial<LogRange>, object]>([
    ["of a logstore that is not there", { logstore: "none" }, { kind: "NotFound", code: "LogStoreNotExist" }],
    ["of a project that is not there", { project: "none" }, { kind: "NotFound", code: "ProjectNotExist" }],
    ["from a cursor that is none", { beginCursor: "x" }, { code: "InvalidCursor" }],
  ])("%s is refused", async (_what, more, error) => {
    await expect(pullAll(more)).rejects.toMatchObject({ ...error, requestId: expect.any(String) });
  });

  test("is refused to whom has the wrong key, which is in no error", async () => {
    const outsider = { ...session, credentials: { accessKeyId: "local", accessKeySecret: "wrong-secret" } };
    const error = await pullAll({}, 3, outsider).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SignatureNotMatch" });
    expect(String(error)).not.toContain("wrong-secret");
  });
});

describe("a list of groups", () => {
  test("of any bytes is read without a crash", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { entries, unreadable } = readLogGroupList(Buffer.from(bytes));
        expect(entries.length + unreadable).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: sampledRuns(5_000) },
    );
  });

  test("with a group that cannot be read is read around it", () => {
    const pair = [0x12, 0x06, 0x0a, 0x01, 0x6b, 0x12, 0x01, 0x76];
    const log = [0x0a, pair.length + 2, 0x08, 0x07, ...pair];
    const good = [0x0a, log.length, ...log];
    const poison = [0x0a, 0x02, 0x0a, 0x7f];
    expect(readLogGroupList(Buffer.from([...good, ...poison, ...good]))).toEqual({
      entries: [
        { __time__: "7", k: "v" },
        { __time__: "7", k: "v" },
      ],
      unreadable: 1,
    });
  });
});

function beginOf(shard: number): string {
  const view = sls.reader.shards(place)?.[shard];
  return view?.cursor(view.begin) ?? "";
}
