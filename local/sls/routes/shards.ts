import { jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { notEmulated } from "../../wire/notEmulated.ts";
import { compressAnswer } from "../compressAnswer.ts";
import { cursorTime, decodeCursor, encodeCursor, endOf, sequenceFrom } from "../cursor.ts";
import { encodeLogGroupList } from "../protobuf.ts";
import { logstoreOf, numberOfQuery, type SlsServiceContext, shardOf } from "../serviceContext.ts";

/** Shards, cursors and pulling (alb.md §10.2). */
export function shardRoutes(serviceContext: SlsServiceContext): RestRoute[] {
  const resource = ({ project, logstore }: Record<string, string>) => `project/${project}/logstore/${logstore}`;
  const path = "/logstores/{logstore}/shards/{shard}";
  // functionCompute.md A4: one action for cursors and pulling.
  const action = "GetCursorOrData";
  return [
    {
      method: "GET",
      path: "/logstores/{logstore}/shards",
      action: "ListShards",
      resource,
      answer({ parameters }) {
        const { shards } = logstoreOf(serviceContext, parameters);
        return jsonAnswer(
          shards.map(({ id, createdAt }, index) => ({
            shardID: id,
            status: "readwrite",
            inclusiveBeginKey: hashKey(index, shards.length),
            exclusiveEndKey: hashKey(index + 1, shards.length),
            createTime: Math.floor(createdAt / 1000),
          })),
        );
      },
    },
    {
      method: "GET",
      path,
      query: { type: ["cursor"] },
      action,
      resource,
      answer({ parameters, query }) {
        const shard = shardOf(serviceContext, parameters);
        return jsonAnswer({ cursor: encodeCursor(shard, sequenceFrom(shard, query.from ?? "")) });
      },
    },
    {
      method: "GET",
      path,
      query: { type: ["cursor_time"] },
      action,
      resource,
      answer({ parameters, query }) {
        const shard = shardOf(serviceContext, parameters);
        const sequence = decodeCursor(shard, query.cursor ?? "");
        return jsonAnswer({ cursor_time: cursorTime(shard, sequence, serviceContext.context.clock.now()) });
      },
    },
    {
      method: "GET",
      path,
      // `logs` as documented, `log` as sls20201230 sends it.
      query: { type: ["log", "logs"] },
      action,
      resource,
      answer({ request, parameters, query }) {
        // An unfiltered answer would pass for a filtered one.
        if ((query.query ?? "") !== "") throw notEmulated("sls", "PullLogs with a query (SPL)");
        const shard = shardOf(serviceContext, parameters);
        const begin = decodeCursor(shard, query.cursor ?? "");
        const end = (query.end_cursor ?? "") === "" ? endOf(shard) : decodeCursor(shard, query.end_cursor ?? "");
        const count = numberOfQuery(query, "count", { least: 1, most: 1000, otherwise: 100 });
        const next = Math.max(begin, Math.min(end, begin + count));
        const groups = shard.groups.slice(begin - shard.first, next - shard.first);
        const body = encodeLogGroupList(groups);
        const headers = {
          "content-type": "application/x-protobuf",
          "x-log-cursor": encodeCursor(shard, next),
          "x-log-count": String(groups.length),
        };
        return compressAnswer({ status: 200, headers, body }, request.headers);
      },
    },
  ];
}

/** Where the n-th of `count` equal parts of the MD5 space begins; the end of the space is written as all ones. */
function hashKey(part: number, count: number): string {
  const space = 1n << 128n;
  const key = (space * BigInt(part)) / BigInt(count);
  return (part === count ? space - 1n : key).toString(16).padStart(32, "0");
}
