import protobuf from "protobufjs";
import { CloudError } from "../wire/cloudError.ts";
import type { LogGroup, Pair } from "./state.ts";

/** The messages of SLS's write and pull calls. */
const SCHEMA = {
  nested: {
    Pair: {
      fields: { Key: { rule: "required", type: "string", id: 1 }, Value: { rule: "required", type: "string", id: 2 } },
    },
    Log: {
      fields: {
        Time: { rule: "required", type: "uint32", id: 1 },
        Contents: { rule: "repeated", type: "Pair", id: 2 },
        TimeNs: { type: "fixed32", id: 4 },
      },
    },
    LogGroup: {
      fields: {
        Logs: { rule: "repeated", type: "Log", id: 1 },
        Reserved: { type: "string", id: 2 },
        Topic: { type: "string", id: 3 },
        Source: { type: "string", id: 4 },
        LogTags: { rule: "repeated", type: "Pair", id: 6 },
      },
    },
    LogGroupList: { fields: { logGroupList: { rule: "repeated", type: "LogGroup", id: 1 } } },
  },
};

const root = protobuf.Root.fromJSON(SCHEMA);
const LogGroupMessage = root.lookupType("LogGroup");
const LogGroupListMessage = root.lookupType("LogGroupList");

interface WirePair {
  Key: string;
  Value: string;
}

interface WireLogGroup {
  Logs: { Time: number; Contents: WirePair[] }[];
  Topic: string;
  Source: string;
  LogTags: WirePair[];
}

/** Reads the body of PutLogs. Throws `CloudError` PostBodyInvalid when it is no LogGroup. */
export function decodeLogGroup(body: Buffer): Omit<LogGroup, "receivedAt"> {
  let group: WireLogGroup;
  try {
    // The schema has just been held against the bytes, so the message has its shape.
    group = LogGroupMessage.decode(body) as unknown as WireLogGroup;
  } catch {
    throw new CloudError(400, "PostBodyInvalid", "Protobuffer content cannot parse.");
  }
  return {
    topic: group.Topic,
    source: group.Source,
    tags: group.LogTags.map(pair),
    logs: group.Logs.map(({ Time, Contents }) => ({ time: Time, contents: Contents.map(pair) })),
  };
}

/** The body of an answer to PullLogs. */
export function encodeLogGroupList(groups: LogGroup[]): Buffer {
  const logGroupList = groups.map(({ topic, source, tags, logs }) => ({
    Logs: logs.map(({ time, contents }) => ({ Time: time, Contents: contents.map(wirePair) })),
    Topic: topic,
    Source: source,
    LogTags: tags.map(wirePair),
  }));
  return Buffer.from(LogGroupListMessage.encode({ logGroupList }).finish());
}

function pair({ Key, Value }: WirePair): Pair {
  return [Key, Value];
}

function wirePair([Key, Value]: Pair): WirePair {
  return { Key, Value };
}
