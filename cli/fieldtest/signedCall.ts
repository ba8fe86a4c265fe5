import { createHash, createHmac, randomUUID } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { text as textOf } from "node:stream/consumers";
import { loopbackLookup } from "../../shared/platform/clients/loopbackLookup.ts";
import type { Credentials } from "../../shared/platform/session.ts";

/** A call to make: everything that can differ between two ways to ask the same. */
interface SignedCall {
  /** `https://alb.cn-hangzhou.aliyuncs.com` */
  origin: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Record<string, string>;
  /** A form when it is an object, JSON when it is a text. */
  body?: Record<string, string> | string;
  headers?: Record<string, string>;
  /** `log`: Simple Log Service has a signature of its own (wire.md §5). */
  signature: "acs3" | "log";
  /** When it is signed, by the cloud's time, in ms since 1970. */
  at: number;
}

/** What a cloud says, whatever it says: read it with `textAt` and `listAt`. */
export type Tree = Record<string, unknown>;

/** What came back: `code` is empty for what was taken, whatever the product calls it. */
export interface CallAnswer {
  status: number;
  code: string;
  body: Tree;
  /** Which call it answers, where that is told: `["alb", "CreateListener"]`. */
  call?: readonly [product: string, action: string];
}

/**
 * Makes one call as the documentation of the signature has it, and nothing else: no SDK leaves something out, repeats it, or
 * turns a status into an error of its own. Rejects only where there is no answer.
 */
export async function signedCall(credentials: Credentials, call: SignedCall): Promise<CallAnswer> {
  const { origin, method, path, query = {}, body } = call;
  const text = body === undefined ? "" : typeof body === "string" ? body : pairs(body);
  const type = typeof body === "string" ? "application/json" : "application/x-www-form-urlencoded";
  const unsigned: Record<string, string> = {
    host: new URL(origin).host,
    ...(body === undefined ? {} : { "content-type": type }),
    ...(credentials.securityToken === undefined ? {} : { "x-acs-security-token": credentials.securityToken }),
    ...call.headers,
  };
  const sign = call.signature === "log" ? signedForLog : signedByAcs3;
  const { host: _host, ...headers }: Record<string, string> = sign(credentials, {
    method,
    path,
    query,
    text,
    headers: unsigned,
    at: call.at,
  });
  const search = pairs(query);
  const { status, body: answered } = await exchanged(`${origin}${path}${search === "" ? "" : `?${search}`}`, {
    method,
    headers,
    text,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const read = jsonOf(answered);
  const named = read.Code ?? read.code ?? read.errorCode ?? read.ErrorCode;
  const code = status < 400 ? "" : typeof named === "string" ? named : "no code";
  return { status, code, body: read };
}

/** One exchange over HTTP: connections are not kept, so that none is found dead. */
export async function exchanged(
  url: string,
  {
    method,
    headers,
    text,
    signal,
  }: { method: string; headers: Record<string, string>; text: string; signal: AbortSignal },
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const isPlain = url.startsWith("http:");
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method, headers, signal, agent: false as const, ...(isPlain ? { lookup: loopbackLookup } : {}) };
    const request = (isPlain ? httpRequest : httpsRequest)(url, options, resolve);
    request.on("error", reject);
    request.end(text);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await textOf(response) };
}

const TIMEOUT_MS = 70_000;

interface Unsigned {
  method: string;
  path: string;
  query: Record<string, string>;
  text: string;
  headers: Record<string, string>;
  at: number;
}

/** ACS3-HMAC-SHA256 (wire.md §2). */
function signedByAcs3(credentials: Credentials, { method, path, query, text, headers, at }: Unsigned) {
  const hash = createHash("sha256").update(text).digest("hex");
  const signed: Record<string, string> = {
    ...headers,
    "x-acs-date": new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    "x-acs-signature-nonce": randomUUID(),
    "x-acs-content-sha256": hash,
  };
  const names = Object.keys(signed).sort();
  const lines = names.map((name) => `${name}:${signed[name]?.trim()}\n`).join("");
  const canonical = [method, path, pairs(query), lines, names.join(";"), hash].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const signature = createHmac("sha256", credentials.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${digest}`)
    .digest("hex");
  const authorization = `ACS3-HMAC-SHA256 Credential=${credentials.accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return { ...signed, authorization };
}

/** LOG with HMAC-SHA1 (wire.md §5). */
function signedForLog(credentials: Credentials, { method, path, query, text, headers, at }: Unsigned) {
  const md5 = text === "" ? "" : createHash("md5").update(text).digest("hex").toUpperCase();
  const signed: Record<string, string> = {
    ...headers,
    ...(md5 === "" ? {} : { "content-md5": md5 }),
    date: new Date(at).toUTCString(),
    "x-log-apiversion": "0.6.0",
    "x-log-signaturemethod": "hmac-sha1",
    "x-log-bodyrawsize": String(Buffer.byteLength(text)),
  };
  const own = Object.keys(signed)
    .filter((name) => /^x-(?:log|acs)-/.test(name))
    .sort()
    .map((name) => `${name}:${signed[name]}\n`)
    .join("");
  const asked = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`);
  const resource = asked.length === 0 ? path : `${path}?${asked.join("&")}`;
  const toSign = `${method}\n${md5}\n${signed["content-type"] ?? ""}\n${signed.date}\n${own}${resource}`;
  const signature = createHmac("sha1", credentials.accessKeySecret).update(toSign).digest("base64");
  return { ...signed, authorization: `LOG ${credentials.accessKeyId}:${signature}` };
}

/** Sorted and escaped as both signatures want it. */
function pairs(values: Record<string, string>): string {
  return Object.keys(values)
    .sort()
    .map((name) => `${escaped(name)}=${escaped(values[name] ?? "")}`)
    .join("&");
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function jsonOf(text: string): Tree {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? (read as Tree) : {};
  } catch {
    return {};
  }
}

/** The text, number or truth at a path like `LoadBalancers.0.LoadBalancerId`, as a text; empty when there is none. */
export function textAt(tree: unknown, path: string): string {
  const found = valueAt(tree, path);
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean" ? String(found) : "";
}

/** The rows of the list at a path; none when there is none. */
export function listAt(tree: unknown, path: string): Tree[] {
  const found = valueAt(tree, path);
  return Array.isArray(found) ? found : [];
}

function valueAt(tree: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce(
      (inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined),
      tree,
    );
}
