import type { WireRequest } from "../wire/exchange.ts";
import type { FlatParameters } from "./parameters.ts";

/** A request of the RPC style, whatever client family sent it (alb.md §2.1). */
interface RpcCall {
  /** Absent when the request names none. */
  action?: string;
  version?: string;
  parameters: FlatParameters;
}

/**
 * Reads parameters from query and form body alike, and the action from the header `x-acs-action` or the parameter
 * `Action`. Of a parameter that is given twice the first counts. Never throws: what cannot be decoded is not known.
 */
export function readCall(request: WireRequest): RpcCall {
  const parameters = new Map<string, string>();
  for (const text of [request.rawQuery, formBody(request)]) {
    if (text === "") continue;
    for (const [name, value] of new URLSearchParams(text)) if (!parameters.has(name)) parameters.set(name, value);
  }
  const action = request.headers["x-acs-action"] ?? parameters.get("Action");
  const version = request.headers["x-acs-version"] ?? parameters.get("Version");
  return {
    ...(action === undefined ? {} : { action }),
    ...(version === undefined ? {} : { version }),
    parameters,
  };
}

/** Flat parameters from nested ones: the opposite of what the table check does, for callers inside the process. */
export function flatten(value: unknown, name = "", flat = new Map<string, string>()): Map<string, string> {
  const inside = (key: string) => (name === "" ? key : `${name}.${key}`);
  if (Array.isArray(value)) for (const [index, item] of value.entries()) flatten(item, inside(String(index + 1)), flat);
  else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) flatten(member, inside(key), flat);
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    flat.set(name, String(value));
  }
  return flat;
}

function formBody(request: WireRequest): string {
  if (request.body.length === 0) return "";
  const type = request.headers["content-type"];
  return type === undefined || /^application\/x-www-form-urlencoded/i.test(type) ? request.body.toString("utf8") : "";
}
