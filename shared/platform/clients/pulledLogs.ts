import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { systemClock } from "../clock.ts";
import { AlbflowError, isTransient } from "../errors.ts";
import { retry } from "../retry.ts";
import { endpointOf, type Session } from "../session.ts";
import { type PulledEntry, readLogGroupList } from "./logGroupList.ts";
import { loopbackLookup } from "./loopbackLookup.ts";
import { translate } from "./openApi.ts";

/** What a log trigger points at: a half-open range of one shard (alb.md §10.3). */
export interface LogRange {
  project: string;
  logstore: string;
  shard: number;
  beginCursor: string;
  /** Undefined: to the end of what is there now. */
  endCursor?: string;
}

/** A part of a range, small enough to hold. */
export interface LogBatch {
  entries: PulledEntry[];
  /** Groups of entries whose bytes cannot be read. */
  unreadable: number;
  /** Where the next part begins: what has been dealt with is before it. */
  cursor: string;
}

/**
 * Reads a range by cursor, a part at a time, so that a range of any size is dealt with in the memory of a few groups.
 * The SDK has no call for this (wire.md §5, §6). Throws `AlbflowError` with the service's code and request id.
 */
export async function* pullLogs(session: Session, range: LogRange, groupsAtOnce = 20): AsyncGenerator<LogBatch> {
  let cursor = range.beginCursor;
  while (cursor !== range.endCursor) {
    const { body, next } = await retry(() => pull(session, range, cursor, groupsAtOnce), isTransient, {
      ...PACING,
      name: cursor,
    });
    if (next === cursor) return;
    cursor = next;
    yield { ...readLogGroupList(body), cursor };
  }
}

const PACING = { firstMs: 200, longestMs: 400, attempts: () => 3 };
const TIMEOUT_MS = 10_000;

async function pull(
  session: Session,
  { project, logstore, shard, endCursor }: LogRange,
  cursor: string,
  count: number,
) {
  const { protocol, host } = endpointOf(session, "log");
  const path = `/logstores/${logstore}/shards/${shard}`;
  const query = {
    count: String(count),
    cursor,
    ...(endCursor === undefined ? {} : { end_cursor: endCursor }),
    type: "logs",
  };
  const headers = signedHeaders(session, path, query);
  const url = `${protocol}://${project}.${host}${path}?${new URLSearchParams(query).toString()}`;
  try {
    const { request: send } = await (protocol === "https" ? import("node:https") : import("node:http"));
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { headers, timeout: TIMEOUT_MS, ...(protocol === "http" ? { lookup: loopbackLookup } : {}) };
      const sent = send(url, options, resolve);
      sent.on("timeout", () => sent.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })));
      sent.on("error", reject).end();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { "x-log-cursor": next, "x-log-requestid": requestid } = answer.headers;
    if (answer.statusCode !== 200 || typeof next !== "string") throw refusalOf(answer.statusCode, body, requestid);
    return { body, next };
  } catch (raw) {
    throw raw instanceof AlbflowError ? raw : translate("log", "PullLogs", raw);
  }
}

/**
 * wire.md §5: the signature covers the method, the date, the `x-log-` and `x-acs-` headers, path and query. Dated by the
 * machine, as the SDKs sign.
 */
function signedHeaders({ credentials }: Session, path: string, query: Record<string, string>): Record<string, string> {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const date = new Date(systemClock.now()).toUTCString();
  const covered: Record<string, string> = {
    ...(securityToken === undefined ? {} : { "x-acs-security-token": securityToken }),
    "x-log-apiversion": "0.6.0",
    "x-log-bodyrawsize": "0",
    "x-log-signaturemethod": "hmac-sha256",
  };
  const lines = Object.entries(covered).map(([name, value]) => `${name}:${value}\n`);
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  const text = `GET\n\n\n${date}\n${lines.join("")}${path}?${pairs.join("&")}`;
  const signature = createHmac("sha256", accessKeySecret).update(text).digest("base64");
  return {
    ...covered,
    date,
    accept: "application/x-protobuf",
    "accept-encoding": "",
    authorization: `LOG ${accessKeyId}:${signature}`,
  };
}

function refusalOf(status: number | undefined, body: Buffer, requestid: unknown): AlbflowError {
  let reported: { errorCode?: unknown; errorMessage?: unknown } = {};
  try {
    reported = JSON.parse(body.toString("utf8")) as typeof reported;
  } catch {
    // A proxy's own words; the status says enough.
  }
  const message = typeof reported.errorMessage === "string" ? reported.errorMessage : `status ${status ?? 0}`;
  return translate("log", "PullLogs", { code: reported.errorCode, message, requestid, statusCode: status });
}
