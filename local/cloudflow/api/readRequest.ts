import type { WireRequest } from "../../wire/exchange.ts";
import { refusals } from "../engine/refusals.ts";

/** The one version of this API. */
const VERSION = "2019-03-15";

/** A request may have 1 MiB (cloudflow.md §8.4). */
const MAX_REQUEST = 1024 * 1024;

/** Reads, which are GET with everything in the query: nothing else of them is looked at (real-cloud.md CR2). */
const READ = /^(?:describe|get|list)/i;

/** What a request asks for, in whichever of its forms it came (cloudflow.md §8.5). */
export interface ReadRequest {
  action: string;
  parameters: Map<string, string>;
}

/**
 * Reads the RPC form (all in the query or all in a form body), the split form (system parameters and signature in the
 * query, the rest in the body) and ACS3 (action and version in headers). Of a read only the query counts. Throws `CloudError`.
 */
export function readRequest({ rawQuery, headers, body }: WireRequest, tokenIn?: "query"): ReadRequest {
  if (body.length > MAX_REQUEST) throw refusals.tooLarge(MAX_REQUEST);
  const query = new Map(new URLSearchParams(rawQuery));
  const all = new Map([...query, ...bodyParameters(body, headers["content-type"] ?? "")]);
  const version = all.get("Version") ?? headers["x-acs-version"] ?? VERSION;
  if (version !== VERSION) throw refusals.wrongVersion(version);
  // The header keeps the caller's spelling and is not signed in RPC; the parameter decides (wire.md §4).
  const action = all.get("Action") ?? headers["x-acs-action"] ?? "";
  const token = query.get("TaskToken");
  if (tokenIn === "query" && token === undefined) all.delete("TaskToken");
  return { action, parameters: READ.test(action) ? query : all };
}

function bodyParameters(body: Buffer, contentType: string): Iterable<[string, string]> {
  if (body.length === 0) return [];
  const text = body.toString("utf8");
  return contentType.startsWith("application/json") ? jsonParameters(text) : new URLSearchParams(text);
}

function jsonParameters(text: string): [string, string][] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return [];
    return Object.entries(parsed).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
  } catch {
    throw refusals.invalidArgument("The body is not JSON.");
  }
}
