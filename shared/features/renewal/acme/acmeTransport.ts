import { Agent, request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import acme from "acme-client";
import { clock } from "../../../platform/clock.ts";
import { acmeProblemText } from "./acmeError.ts";
import type { AcmeSettings } from "./acmeSettings.ts";

/**
 * Puts a transport of ours in the place of the ACME library's HTTP client, which serves all its servers and repeats calls
 * by itself: it knows no deadline, and loses the reason when it gives up. The repeats are ours.
 */
export function acmeTransport({ trustedCaPem }: Pick<AcmeSettings, "trustedCaPem">): void {
  const agent = agentFor(trustedCaPem);
  const request = (config: AcmeRequest) => send(config, agent);
  acme.axios.request = request as unknown as typeof acme.axios.request;
}

/** What the library asks for, and what it reads of an answer. */
interface AcmeRequest {
  url: string;
  method: string;
  headers?: Record<string, string>;
  data?: unknown;
}

interface AcmeAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** JSON as what it stands for, anything else as text. */
  data: unknown;
}

/** Rejects only when nobody answers, with an error that has a `code`. */
async function send({ url, method, headers, data }: AcmeRequest, agent: Agent): Promise<AcmeAnswer> {
  const body = data === undefined ? "" : JSON.stringify(data);
  const given = { ...headers, "user-agent": "albflow", "content-length": Buffer.byteLength(body) };
  const options = { method: method.toUpperCase(), agent, timeout: TIMEOUT_MS, headers: given };
  return new Promise((resolve, reject) => {
    const request = requestHttps(url, options, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      text(response)
        .then((said) => resolve({ status, headers: answered, data: dataIn(status, said, notBeforeOf(answered)) }))
        .catch(reject);
    });
    request.on("timeout", () => request.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })));
    request.on("error", reject);
    request.end(body);
  });
}

/** The library's errors keep a problem's text only, but its type decides what to do next. */
function dataIn(status: number, said: string, notBefore: number): unknown {
  const data = parsed(said);
  if (status < 400) return data;
  return { ...(typeof data === "object" ? data : {}), detail: acmeProblemText(status, data, notBefore) };
}

/** Seconds, or a date (RFC 9110 §10.2.3); 0 when it is not said. */
function notBeforeOf({ "retry-after": said = "" }: AcmeAnswer["headers"]): number {
  const text = String(said);
  return /^\d{1,8}$/.test(text) ? clock.now() + Number(text) * 1000 : Date.parse(text) || 0;
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
}

const TIMEOUT_MS = 15_000;

/** One for each CA, so that connections are used again. */
const agents = new Map<string, Agent>();

function agentFor(trustedCaPem = ""): Agent {
  const agent =
    agents.get(trustedCaPem) ?? new Agent({ keepAlive: true, ...(trustedCaPem !== "" && { ca: trustedCaPem }) });
  agents.set(trustedCaPem, agent);
  return agent;
}
