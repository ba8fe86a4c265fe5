import "../localhostNames.ts";
import { get } from "node:http";
import { deflateSync } from "node:zlib";
import Log, { type LogCredentials } from "@alicloud/log";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import SlsSdk, * as slsModel from "@alicloud/sls20201230";
import protobuf from "protobufjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSls, type Sls } from "../../../local/sls/sls.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { ACCOUNT, testContext } from "../testContext.ts";

/** The messages as the vendor publishes them; ours were written independently. */
const VENDOR = protobuf.parse(
  `
  package sls;
  message Log {
    required uint32 Time = 1;
    message Content { required string Key = 1; required string Value = 2; }
    repeated Content Contents = 2;
    optional fixed32 TimeNs = 4;
  }
  message LogTag { required string Key = 1; required string Value = 2; }
  message LogGroup {
    repeated Log Logs = 1;
    optional string Reserved = 2;
    optional string Topic = 3;
    optional string Source = 4;
    repeated LogTag LogTags = 6;
  }
  message LogGroupList { repeated LogGroup logGroupList = 1; }`,
  { keepCase: true },
).root;
const LogGroup = VENDOR.lookupType("sls.LogGroup");

/** The client, with the calls that it lacks: anything signed, and the raw answer of a pull. */
class OpenLog extends Log {
  call(
    verb: string,
    path: string,
    query: Record<string, string> = {},
    body: Buffer | null = null,
    headers: Record<string, string | number> = {},
  ) {
    return this._request(verb, project, path, query, body, headers);
  }
  async pull(path: string, query: Record<string, string>): Promise<Response> {
    const headers: Record<string, string> = {
      accept: "application/x-protobuf",
      "content-type": "application/json",
      "accept-encoding": "",
      date: new Date(context.clock.now()).toUTCString(),
      "x-log-apiversion": "0.6.0",
      "x-log-signaturemethod": "hmac-sha1",
      "x-log-bodyrawsize": "0",
    };
    const authorization = this._sign("GET", path, query, headers, root);
    const { date = "", ...rest } = headers;
    return new Promise((resolve, reject) => {
      const url = `http://${project}.sls.localhost:${server.port}${path}?${new URLSearchParams(query).toString()}`;
      get(url, { headers: { ...rest, date, authorization } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () =>
          resolve({ headers: answer.headers, body: Buffer.concat(chunks), status: answer.statusCode ?? 0 }),
        );
      }).on("error", reject);
    });
  }
}
type Response = { status: number; headers: Record<string, unknown>; body: Buffer };

const project = "shop-logs";
const root: LogCredentials = { accessKeyId: "local", accessKeySecret: "local" };
const context = testContext();
let sls: Sls;
let server: WireServer;
let log: OpenLog;

beforeAll(async () => {
  sls = createSls(context);
  server = await listen(sls, { port: 0 });
  log = new OpenLog({ ...root, endpoint: `http://sls.localhost:${server.port}` });
  await log.createProject(project, {});
  await log.createLogStore(project, "pull", { ttl: 1, shardCount: 1 });
  await log.createLogStore(project, "packed", { ttl: 1, shardCount: 1 });
  await log.createIndex(project, "packed", { line: { token: [" "] } });
});
afterAll(() => server.close());

const groupOf = (value: string) => ({
  Logs: [{ Time: 1_700_000_000, Contents: [{ Key: "value", Value: value }] }],
  Topic: "t",
  Source: "s",
  LogTags: [{ Key: "k", Value: "v" }],
});

describe("pulling by cursor", () => {
  const shard = "/logstores/pull/shards/0";
  const cursor = async (from: string) =>
    ((await log.call("GET", shard, { type: "cursor", from })) as { cursor: string }).cursor;
  const pull = async (query: Record<string, string>) => {
    const { headers, body } = await log.pull(shard, query);
    const list = VENDOR.lookupType("sls.LogGroupList").decode(body).toJSON() as {
      logGroupList?: ReturnType<typeof groupOf>[];
    };
    return { next: String(headers["x-log-cursor"]), count: headers["x-log-count"], groups: list.logGroupList ?? [] };
  };
  beforeAll(async () => {
    for (const value of ["one", "two", "three"]) {
      await log.postLogStoreLogs(project, "pull", {
        topic: "t",
        source: "s",
        tags: [{ k: "v" }],
        logs: [{ timestamp: 1_700_000_000, content: { value } }],
      });
    }
  });

  it("gives the log groups as they were written, in the vendor's own format, and where to go on", async () => {
    const first = await pull({ type: "logs", cursor: await cursor("begin"), count: "2" });
    expect([first.count, first.groups]).toEqual(["2", [groupOf("one"), groupOf("two")]]);
    const second = await pull({ type: "log", cursor: first.next, count: "1000" });
    expect(second.groups).toEqual([groupOf("three")]);
    expect(second.next).toBe(await cursor("end"));
    expect((await pull({ type: "logs", cursor: second.next, count: "10" })).groups).toEqual([]);
  });

  it("stops before the end cursor", async () => {
    const [begin, end] = [await cursor("begin"), await cursor("end")];
    const half = Buffer.from(String(BigInt(Buffer.from(end, "base64").toString()) - 1n)).toString("base64");
    const { groups, next } = await pull({ type: "logs", cursor: begin, end_cursor: half, count: "10" });
    expect([groups.length, next]).toEqual([2, half]);
  });

  it("finds a cursor by time, and the time of a cursor", async () => {
    const now = Math.floor(context.clock.now() / 1000);
    expect(await cursor(String(now - 3600))).toBe(await cursor("begin"));
    expect(await cursor(String(now + 3600))).toBe(await cursor("end"));
    const sdk = new SlsSdk.default(
      new $OpenApiUtil.Config({ ...root, protocol: "http", endpoint: `localhost:${server.port}` }),
    );
    const { body } = await sdk.getCursorTime(
      project,
      "pull",
      "0",
      new slsModel.GetCursorTimeRequest({ cursor: await cursor("begin") }),
    );
    expect(Math.abs(Number(body?.cursorTime) - now)).toBeLessThan(60);
    const shards = await sdk.listShards(project, "pull");
    expect(shards.body).toMatchObject([
      { shardID: 0, status: "readwrite", inclusiveBeginKey: "0".repeat(32), exclusiveEndKey: "f".repeat(32) },
    ]);
  });

  it.each([
    [{ type: "logs", cursor: "bm90IGEgbnVtYmVy", count: "1" }, "InvalidCursor"],
    [{ type: "logs", cursor: Buffer.from("9".repeat(19)).toString("base64"), count: "1" }, "InvalidCursor"],
    [{ type: "cursor_time", cursor: "" }, "InvalidCursor"],
    [{ type: "cursor", from: "yesterday" }, "ParameterInvalid"],
  ])("is refused for %j: %s", async (query, code) => {
    await expect(log.call("GET", shard, query as Record<string, string>)).rejects.toMatchObject({ code });
  });
});

describe("writing", () => {
  const write = (body: Buffer, headers: Record<string, string | number>) =>
    log.call("POST", "/logstores/packed/shards/lb", {}, body, { "content-type": "application/x-protobuf", ...headers });
  const raw = (value: string) => Buffer.from(LogGroup.encode(LogGroup.create(groupOf(value))).finish());
  const found = async (query: string) => {
    const day = new Date(1_700_000_000_000);
    return (await log.getLogs(project, "packed", day, new Date(day.getTime() + 1000), { query })).length;
  };
  /** A valid LZ4 block of literals alone. */
  const lz4Literals = (text: Buffer) => {
    const lengths: number[] = [];
    for (let left = text.length - 15; left >= 0; left -= 255) lengths.push(Math.min(255, left));
    if (lengths.at(-1) === 255) lengths.push(0);
    return Buffer.concat([Buffer.from(text.length < 15 ? [text.length << 4] : [0xf0, ...lengths]), text]);
  };

  it("takes bodies that are deflated, or packed by LZ4 with and without matches", async () => {
    const deflated = raw("deflated");
    await write(deflateSync(deflated), { "x-log-compresstype": "deflate", "x-log-bodyrawsize": deflated.length });
    const literals = raw("literal");
    await write(lz4Literals(literals), { "x-log-compresstype": "lz4", "x-log-bodyrawsize": literals.length });
    // The value repeats one letter 64 times: 1 literal, then a match that overlaps itself.
    const repeated = raw("a".repeat(64));
    const at = repeated.indexOf("aaaa");
    const [head, tail] = [repeated.subarray(0, at + 1), repeated.subarray(at + 64)];
    const block = Buffer.concat([
      Buffer.from([0xff, head.length - 15]),
      head,
      Buffer.from([1, 0, 63 - 4 - 15]),
      Buffer.from(tail.length < 15 ? [tail.length << 4] : [0xf0, tail.length - 15]),
      tail,
    ]);
    await write(block, { "x-log-compresstype": "lz4", "x-log-bodyrawsize": repeated.length });
    expect([await found("deflated"), await found("literal"), await found("a".repeat(64))]).toEqual([1, 1, 1]);
  });

  it.each([
    ["no LogGroup", Buffer.from("hello"), {}, "PostBodyInvalid"],
    [
      "no deflate",
      Buffer.from("hello"),
      { "x-log-compresstype": "deflate", "x-log-bodyrawsize": 5 },
      "PostBodyUncompressError",
    ],
    [
      "no LZ4",
      Buffer.from([0xff, 0xff, 0xff]),
      { "x-log-compresstype": "lz4", "x-log-bodyrawsize": 5 },
      "PostBodyUncompressError",
    ],
    [
      "a match before the beginning",
      Buffer.from([0x10, 97, 9, 0, 0]),
      { "x-log-compresstype": "lz4", "x-log-bodyrawsize": 5 },
      "PostBodyUncompressError",
    ],
    [
      "another size",
      lz4Literals(Buffer.from("hello")),
      { "x-log-compresstype": "lz4", "x-log-bodyrawsize": 6 },
      "PostBodyUncompressError",
    ],
    [
      "an enormous size",
      Buffer.from([0x10, 97]),
      { "x-log-compresstype": "lz4", "x-log-bodyrawsize": 1e9 },
      "PostBodyTooLarge",
    ],
    [
      "an unknown packing",
      Buffer.from("hello"),
      { "x-log-compresstype": "brotli", "x-log-bodyrawsize": 5 },
      "InvalidCompressType",
    ],
  ])("refuses %s", async (_, body, headers, code) => {
    await expect(write(body, headers as unknown as Record<string, string | number>)).rejects.toMatchObject({ code });
  });
});

describe("a call", () => {
  const day = [new Date(0), new Date(1000)] as const;
  it.each<[string, () => Promise<unknown>, string]>([
    ["to a logstore that is not there", () => log.getLogStore(project, "absent"), "LogStoreNotExist"],
    [
      "to a shard that is not there",
      () => log.call("GET", "/logstores/pull/shards/7", { type: "cursor", from: "begin" }),
      "ShardNotExist",
    ],
    ["to search without an index", () => log.getLogs(project, "pull", ...day), "IndexConfigNotExist"],
    ["to search backwards in time", () => log.getLogs(project, "packed", day[1], day[0]), "InvalidTimeRange"],
    ["for more than 100 lines", () => log.getLogs(project, "packed", ...day, { line: 101 }), "ParameterInvalid"],
    [
      "to create a logstore twice",
      () => log.createLogStore(project, "pull", { ttl: 1, shardCount: 1 }),
      "LogStoreAlreadyExist",
    ],
    [
      "to create a logstore with a bad name",
      () => log.createLogStore(project, "__proto__", { ttl: 1, shardCount: 1 }),
      "ParameterInvalid",
    ],
    [
      "to create a second index",
      () => log.createIndex(project, "packed", { line: { token: [" "] } }),
      "IndexAlreadyExist",
    ],
    ["to create an index that is none", () => log.createIndex(project, "pull", {}), "IndexInfoInvalid"],
    ["to show an index that is not there", () => log.getIndexConfig(project, "pull"), "IndexConfigNotExist"],
    ["to something that does not exist", () => log.call("GET", "/dashboards"), "NotEmulated"],
  ])("%s is refused", async (_, call, code) => {
    await expect(call()).rejects.toMatchObject({ code, requestid: expect.stringMatching(/^[0-9A-F-]{36}$/) });
  });

  it("keeps what is said of a logstore, and does not take another number of shards in silence", async () => {
    const settings = { autoSplit: true, maxSplitShard: 64, appendMeta: true, mode: "query", hot_ttl: 30 };
    await log.call(
      "POST",
      "/logstores",
      {},
      Buffer.from(JSON.stringify({ logstoreName: "kept", ttl: 30, shardCount: 2, ...settings })),
      {
        "content-type": "application/json",
      },
    );
    expect(await log.getLogStore(project, "kept")).toMatchObject(settings);
    await expect(log.updateLogStore(project, "kept", { ttl: 30, shardCount: 5 })).rejects.toMatchObject({
      code: "ParameterInvalid",
    });
    expect(await log.call("GET", "/logstores/kept/meteringmode")).toEqual({ meteringMode: "ChargeByFunction" });
    const body = Buffer.from(JSON.stringify({ meteringMode: "ChargeByDataIngest" }));
    await log.call("PUT", "/logstores/kept/meteringmode", {}, body, { "content-type": "application/json" });
    expect(await log.call("GET", "/logstores/kept/meteringmode")).toEqual({ meteringMode: "ChargeByDataIngest" });
  });

  it("tags a project and a logstore, and tells it", async () => {
    const post = (path: string, body: object) =>
      log.call("POST", path, {}, Buffer.from(JSON.stringify(body)), { "content-type": "application/json" });
    const about = { resourceType: "project", resourceId: [project] };
    await post("/tag", { ...about, tags: [{ key: "env", value: "test" }] });
    const query = { resourceType: "project", resourceId: JSON.stringify([project]) };
    expect(await log.call("GET", "/tags", query)).toEqual({
      nextToken: "",
      tagResources: [{ resourceId: project, resourceType: "project", tagKey: "env", tagValue: "test" }],
    });
    await post("/untag", { ...about, tags: ["env"] });
    expect(await log.call("GET", "/tags", query)).toEqual({ nextToken: "", tagResources: [] });
  });

  it("changes and deletes logstores, indexes and projects", async () => {
    await log.createProject("short-lived", {});
    await log.createLogStore("short-lived", "store", { ttl: 1, shardCount: 2 });
    await log.updateLogStore("short-lived", "store", { ttl: 9, shardCount: 2 });
    expect(await log.getLogStore("short-lived", "store")).toMatchObject({
      logstoreName: "store",
      ttl: 9,
      shardCount: 2,
    });
    expect(await log.listLogStore("short-lived", { offset: 0, size: 10 })).toEqual({
      count: 1,
      total: 1,
      logstores: ["store"],
    });
    await log.createIndex("short-lived", "store", { line: { token: [" "] } });
    await log.updateIndex("short-lived", "store", { keys: { status: { type: "long" } } });
    expect(await log.getIndexConfig("short-lived", "store")).toMatchObject({ keys: { status: { type: "long" } } });
    await log.deleteIndex("short-lived", "store");
    await log.deleteLogStore("short-lived", "store");
    await expect(log.getLogStore("short-lived", "store")).rejects.toMatchObject({ code: "LogStoreNotExist" });
    await log.deleteProject("short-lived");
    await expect(log.getProject("short-lived")).rejects.toMatchObject({ code: "ProjectNotExist" });
  });

  it("is allowed to a role by what its policy says, for its own logstore alone", async () => {
    const Resource = `acs:log:cn-hangzhou:${ACCOUNT}:project/${project}/logstore/packed`;
    const Statement = [{ Effect: "Allow" as const, Action: "log:GetLogStoreLogs", Resource }];
    context.ram.putRole({ name: "reader", trusts: ["fc.aliyuncs.com"], policies: [{ Version: "1", Statement }] });
    const keys = context.ram.assumeRole(`acs:ram::${ACCOUNT}:role/reader`, "fc.aliyuncs.com");
    const client = new Log({ ...keys, endpoint: `http://sls.localhost:${server.port}` });
    await expect(client.getLogs(project, "packed", ...day)).resolves.toEqual([]);
    await expect(client.getLogs(project, "pull", ...day)).rejects.toMatchObject({
      code: "Unauthorized",
      message: `denied by sts or ram, action: log:GetLogStoreLogs, resource: acs:log:cn-hangzhou:${ACCOUNT}:project/${project}/logstore/pull`,
    });
    await expect(client.deleteProject(project)).rejects.toMatchObject({ code: "Unauthorized" });
  });

  it("meets the faults that somebody asked for, before or after its effect", async () => {
    const create = (name: string) => log.createLogStore(project, name, { ttl: 1, shardCount: 1 });
    context.faults.set("CreateLogStore", { kind: "error", when: "before" });
    await expect(create("faulty")).rejects.toMatchObject({ code: "ServiceUnavailable" });
    context.faults.set("CreateLogStore", { kind: "reset", when: "after" });
    await expect(create("faulty")).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(create("faulty")).rejects.toMatchObject({ code: "LogStoreAlreadyExist" });
    expect(context.calls.filter(({ action }) => action === "CreateLogStore").slice(-3)).toMatchObject([
      { status: 503, fault: "error", resource: `project/${project}/logstore/*` },
      { status: 0, fault: "reset", code: "ConnectionLost" },
      { status: 400, code: "LogStoreAlreadyExist" },
    ]);
  });
});

describe("in process", () => {
  it("records of the platform arrive, or are lost when there is no such logstore", async () => {
    sls.ensure({ project: "platform-logs", logstore: "access" });
    sls.write({ project: "platform-logs", logstore: "access" }, "alb_layer7_access_log", [
      { status: "502", host: "a.example.com" },
    ]);
    sls.write({ project: "platform-logs", logstore: "absent" }, "alb_layer7_access_log", [{ status: "502" }]);
    const now = context.clock.now();
    const logs = await log.getLogs("platform-logs", "access", new Date(now - 60_000), new Date(now + 60_000), {
      query: "502",
    });
    expect(logs).toMatchObject([{ status: "502", host: "a.example.com", __topic__: "alb_layer7_access_log" }]);
  });

  it("everything can be kept as JSON and taken up by another process", async () => {
    const kept = JSON.parse(JSON.stringify(sls.exportState())) as object;
    const other = createSls(testContext());
    other.importState(kept);
    expect(other.exportState()).toEqual(sls.exportState());
    expect(other.reader.shards({ project, logstore: "pull" })?.map(({ begin, end }) => [begin, end])).toEqual([[0, 3]]);
  });
});
