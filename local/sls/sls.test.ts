import "../../test/local/localhostNames.ts";
import Log from "@alicloud/log";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import SlsSdk, * as slsModel from "@alicloud/sls20201230";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCOUNT, testContext } from "../../test/local/testContext.ts";
import { listen, type WireServer } from "../wire/server.ts";
import { createSls, type Sls } from "./sls.ts";

const context = testContext();
let sls: Sls;
let server: WireServer;
let log: Log;
let sdk: InstanceType<typeof SlsSdk.default>;
const keys = { accessKeyId: "local", accessKeySecret: "local" };
const project = "shop-logs";
const seconds = () => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  sls = createSls(context);
  server = await listen(sls, { port: 0 });
  log = new Log({ ...keys, endpoint: `http://sls.localhost:${server.port}` });
  // Another name for the same port: the two clients share a pool of sockets (libraries.md §4).
  sdk = new SlsSdk.default(
    new $OpenApiUtil.Config({ ...keys, protocol: "http", endpoint: `localhost:${server.port}` }),
  );
  await log.createProject(project, { description: "of the shop" });
});
afterAll(() => server.close());

describe("projects", () => {
  it("are created, shown and listed", async () => {
    const shown = await log.getProject(project);
    expect(shown).toMatchObject({
      projectName: project,
      description: "of the shop",
      region: "cn-hangzhou",
      owner: ACCOUNT,
      status: "Normal",
    });
    const listed = await sdk.listProject(new slsModel.ListProjectRequest({}));
    expect(listed.body).toMatchObject({ count: 1, total: 1, projects: [{ projectName: project }] });
  });

  it("cannot be created twice, nor with a bad name", async () => {
    await expect(log.createProject(project, { description: "" })).rejects.toMatchObject({
      code: "ProjectAlreadyExist",
    });
    await expect(log.createProject("Bad Name", { description: "" })).rejects.toMatchObject({
      code: "ParameterInvalid",
    });
  });

  it("that do not exist are refused by name", async () => {
    await expect(log.getProject("nothing-here")).rejects.toMatchObject({
      code: "ProjectNotExist",
      message: "The Project does not exist : nothing-here",
      name: "ProjectNotExistError",
    });
  });
});

describe("logs", () => {
  const store = "access";
  beforeAll(async () => {
    await log.createLogStore(project, store, { ttl: 7, shardCount: 2 });
    await log.createIndex(project, store, {
      line: { token: [" ", "/", "?"] },
      keys: { status: { type: "long" }, host: { type: "text" } },
    });
    const now = seconds();
    await log.postLogStoreLogs(project, store, {
      topic: "alb_layer7_access_log",
      source: "10.0.0.1",
      tags: [{ env: "test" }],
      logs: [
        { timestamp: now - 3, content: { status: "200", host: "a.example.com", request_uri: "/index.html" } },
        { timestamp: now - 2, content: { status: "502", host: "b.example.com", request_uri: "/pay?id=ü" } },
        { timestamp: now - 1, content: { status: "504", host: "b.example.com", request_uri: "/pay/slow" } },
      ],
    });
  });

  it("come back with their reserved fields, oldest first", async () => {
    const found = await log.getLogs(project, store, new Date(Date.now() - 60_000), new Date(Date.now() + 60_000));
    expect(found.map(({ status }) => status)).toEqual(["200", "502", "504"]);
    expect(found[1]).toMatchObject({
      host: "b.example.com",
      request_uri: "/pay?id=ü",
      __topic__: "alb_layer7_access_log",
      __source__: "10.0.0.1",
      "__tag__:env": "test",
    });
    expect(Number(found[1]?.__time__)).toBeGreaterThan(seconds() - 60);
  });

  it.each([
    ["*", ["200", "502", "504"]],
    ["", ["200", "502", "504"]],
    ["status: 502", ["502"]],
    ["status > 200", ["502", "504"]],
    ["status >= 502 and status < 504", ["502"]],
    ["status in [200 502]", ["200", "502"]],
    ["status in (200 504)", ["502"]],
    ["pay", ["502", "504"]],
    ["PAY", ["502", "504"]],
    ["pa", []],
    ["pa*", ["502", "504"]],
    ['"pay/slow"', ["504"]],
    ["not pay", ["200"]],
    ["pay slow or status: 200", ["200", "504"]],
    ["pay and (slow or status: 200)", ["504"]],
    ['host: "b.example.com"', ["502", "504"]],
    ["host: a*", ["200"]],
    ["host: *", ["200", "502", "504"]],
    ["__topic__: alb_layer7_access_log and status: 200", ["200"]],
    ["__tag__:env: test", ["200", "502", "504"]],
    ["__tag__:env:test and status: 200", ["200"]],
    ["__tag__:env:production", []],
  ])("are found by %s", async (query, expected) => {
    const found = await log.getLogs(project, store, new Date(Date.now() - 60_000), new Date(Date.now() + 60_000), {
      query,
    });
    expect(found.map(({ status }) => status)).toEqual(expected);
  });

  it.each([
    ["* | select count(*)", "Analytic statements"],
    ["request_uri: pay", "is not config as key value config"],
    ["host > 3", "is not of type long or double"],
    ["(pay", "not closed"],
    ['"pay', "unexpected character"],
    ["status in [1", "a word is missing"],
  ])("are refused for the query %s", async (query, message) => {
    const search = log.getLogs(project, store, new Date(Date.now() - 60_000), new Date(), { query });
    await expect(search).rejects.toMatchObject({ code: "ParameterInvalid", message: expect.stringContaining(message) });
  });

  it("come in pages, newest first when asked", async () => {
    const page = await log.getLogs(project, store, new Date(Date.now() - 60_000), new Date(Date.now() + 60_000), {
      line: 1,
      offset: 1,
      reverse: true,
    });
    expect(page.map(({ status }) => status)).toEqual(["502"]);
  });

  it("are counted over time", async () => {
    const from = new Date((seconds() - 120) * 1000);
    const buckets = await log.getHistograms(project, store, from, new Date(from.getTime() + 180_000), { query: "pay" });
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(buckets).toHaveLength(60);
  });

  it("are read by the other official client too", async () => {
    const answer = await sdk.getLogs(
      project,
      store,
      new slsModel.GetLogsRequest({ from: seconds() - 60, to: seconds() + 60, query: "status: 504" }),
    );
    expect(answer.body).toMatchObject([{ status: "504" }]);
    const second = await sdk.getLogsV2(
      project,
      store,
      new slsModel.GetLogsV2Request({ from: seconds() - 60, to: seconds() + 60, query: "status: 504" }),
    );
    expect(second.body?.data).toMatchObject([{ status: "504" }]);
  });
});
