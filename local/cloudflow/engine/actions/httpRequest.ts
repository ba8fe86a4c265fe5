import type { Json, JsonObject } from "../../../../flowlang/json.ts";
import { isObject } from "../../../../flowlang/json.ts";
import { systemClock } from "../../../../shared/platform/clock.ts";
import type { TaskAction } from "../performTask.ts";
import { TaskFault } from "../taskFault.ts";
import { textParameter } from "./parameters.ts";

const TOKEN_HEADER = "X-FnF-Http-Callback-Task-Token";

/** Servers outside do not know simulated time: while it answers, that time stands still for so long, really. */
const POLL_TIMEOUT_MS = 1_000;

/** `HTTP:Request` (cloudflow.md §7). No status code is a failure, only the lack of one is (A5). */
export const httpRequestAction: TaskAction = async ({ effect, clock }) => {
  const { parameters, token } = effect;
  const url = textParameter(parameters, "url", "HTTP");
  const request = buildRequest(parameters, token);
  const answer = fetch(url, request).then(async (response): Promise<JsonObject> => {
    const text = await response.text();
    return { Code: response.status, Header: Object.fromEntries(response.headers), Body: parse(text) };
  });
  const given = answer.catch((error: unknown) => {
    throw new TaskFault("HTTP.RequestFailed", `${request.method} ${withoutQuery(url)} failed: ${reasonOf(error)}`);
  });
  await clock.hold(() => Promise.race([given, systemClock.sleep(POLL_TIMEOUT_MS)]));
  return given;
};

function buildRequest(parameters: JsonObject, token: string | undefined): RequestInit & { method: string } {
  const { method, headers, body } = parameters;
  const isJson = body !== undefined && typeof body !== "string";
  const sent = new Headers(isJson ? { "content-type": "application/json" } : {});
  for (const [name, value] of Object.entries(isObject(headers) ? headers : {})) sent.set(name, headerText(name, value));
  if (token !== undefined) sent.set(TOKEN_HEADER, token);
  const text = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  return {
    method: typeof method === "string" ? method.toUpperCase() : "GET",
    headers: sent,
    redirect: "manual",
    ...text,
  };
}

function headerText(name: string, value: Json): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TaskFault("HTTP.InvalidArgument", `The header ${name} is ${JSON.stringify(value)}, not a text.`);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** A query may carry secrets. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*$/s, "");
}
