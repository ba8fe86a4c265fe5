import { Readable } from "node:stream";
import { AlbflowError, type ErrorKind } from "../errors.ts";
import { reason } from "../reasons/reason.ts";
import { reasonIn } from "../reasons/reasonText.ts";
import { redact } from "../redact.ts";
import type { Session } from "../session.ts";
import { openGenericClient } from "./genericClient.ts";
import { translate } from "./openApi.ts";

/** How one function of a deployment calls another. Every method throws `AlbflowError`. */
export interface Invocations {
  /** The function's answer as JSON. A function that fails with one of our errors fails here with the same kind. */
  invoke(functionName: string, event: object): Promise<unknown>;
  /**
   * Hands the event over and does not wait. `id` names it, where the function keeps its asynchronous tasks: the same id
   * again is the same invocation, of which nothing more comes. It begins with a letter or `_` and has 128 characters at most.
   */
  send(functionName: string, event: object, id: string): Promise<void>;
}

/** Opens them: Function Compute's API 2023-03-30 (wire.md §3). */
export function openInvocations(session: Session): Invocations {
  const client = openGenericClient(session, "fc");
  const once = (functionName: string, event: object, headers: Record<string, string>) =>
    client({
      ...CALL,
      pathname: `/2023-03-30/functions/${functionName}/invocations`,
      request: {
        headers,
        query: { qualifier: "LATEST" },
        stream: Readable.from([Buffer.from(JSON.stringify(event))]),
      } as never,
      timeoutMs: TIMEOUT_MS,
    });
  /**
   * The client keeps connections, and an instance is frozen between calls: when it goes on, the other side has closed them long
   * since (real-cloud.md FR8). Whoever asks again is given a new one, and every function is safe to call twice.
   */
  const post: typeof once = (...call) =>
    once(...call).catch((error: { code?: unknown }) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") throw error;
      return once(...call);
    });
  const refuse = (raw: unknown): never => {
    throw translate("fc", "InvokeFunction", raw, session);
  };
  return {
    async invoke(functionName, event) {
      const { headers, body } = await post(functionName, event, { "x-fc-invocation-type": "Sync" }).catch(refuse);
      const answer = JSON.parse(await textOf(body)) as unknown;
      if (headers["x-fc-error-type"] !== undefined) throw failureOf(functionName, answer);
      return answer;
    },
    async send(functionName, event, id) {
      await post(functionName, event, { "x-fc-invocation-type": "Async", "x-fc-async-task-id": id }).catch((raw) => {
        // It is there already; the code of that is not documented (open.md O56).
        if ((raw as { statusCode?: unknown }).statusCode !== 409) refuse(raw);
      });
    },
  };
}

const CALL = {
  action: "InvokeFunction",
  version: "2023-03-30",
  style: "ROA",
  reqBodyType: "json",
  bodyType: "binary",
} as const;

/** A little less than a gateway waits: whoever calls shall get an answer. */
const TIMEOUT_MS = 50_000;

async function textOf(body: unknown): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer | string>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Our errors' names are their kinds, and Function Compute passes names on. */
function failureOf(functionName: string, answer: unknown): AlbflowError {
  const { errorMessage, errorType } = (answer ?? {}) as { errorMessage?: unknown; errorType?: unknown };
  const kind = KINDS.find((known) => known === errorType) ?? "Failed";
  const cause = typeof errorMessage === "string" ? reasonIn(redact(errorMessage)) : reason("failure-unexplained");
  return new AlbflowError(kind, kind === "Failed" ? reason("function-failed", { functionName, cause }) : cause);
}

const KINDS: ErrorKind[] = ["InvalidInput", "NotFound", "Refused", "Conflict", "Denied", "Throttled", "Transient"];
