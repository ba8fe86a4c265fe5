import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { messagesSource } from "./inlineLogProto.mjs";

const client = createRequire(import.meta.url).resolve("@alicloud/log/lib/client.js");
const require = createRequire(client);
const { loadSync } = require("protobufjs");
const read = loadSync(client.replace("client.js", "sls.proto"));
const made = runInNewContext(messagesSource(client), { protobuf: require("protobufjs/minimal") });

const Contents = [{ Key: "reason", Value: "证书已过期 ✓" }];
const group = {
  Logs: [{ Time: 1_795_000_000, Contents, TimeNs: 5 }, { Time: 1 }],
  Topic: "executions",
  Source: "albflow",
  LogTags: [{ Key: "stage", Value: "" }],
};

test("a group of logs is the same bytes as protobufjs makes of the definition", () => {
  const type = made.lookupType("sls.LogGroup");
  const bytes = type.encode(type.create(group)).finish();
  expect(Buffer.isBuffer(bytes)).toBe(true);
  expect(bytes.toString("hex")).toBe(read.lookupType("sls.LogGroup").encode(group).finish().toString("hex"));
  expect(read.lookupType("sls.LogGroup").decode(bytes).Logs[0].Contents).toEqual([
    expect.objectContaining(Contents[0]),
  ]);
});

test.each([
  ["sls.Log.Content", { Key: "reason", Value: 1 }],
  ["sls.Log", { Time: "now", Contents }],
  ["sls.LogTag", { Key: 1, Value: "" }],
  ["sls.LogGroup", { Logs: [{ Time: 1, Contents: [{ Key: "reason" }] }] }],
  ["sls.LogGroup", group],
])("%s is verified as protobufjs verifies it: %j", (name, message) => {
  expect(made.lookup(name).verify(message)).toBe(read.lookupType(name).verify(message));
});
