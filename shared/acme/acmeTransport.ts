import { Agent } from "node:https";
import acme from "acme-client";
import { problemText } from "./acmeError.ts";
import type { AcmeSettings } from "./acmeSettings.ts";

/** The HTTP client that the ACME library uses for all its servers, made ready for one. */
export function acmeTransport({ trustedCaPem }: Pick<AcmeSettings, "trustedCaPem">): typeof acme.axios {
  const { defaults, interceptors } = acme.axios;
  defaults.timeout = TIMEOUT_MS;
  defaults.httpsAgent = agentFor(trustedCaPem);
  // The library repeats calls by itself: it knows no deadline, and loses the reason when it gives up. The repeats are ours.
  interceptors.request.clear();
  interceptors.response.clear();
  // The library's errors keep a problem's text only, but its type decides what to do next.
  interceptors.response.use((response) => {
    const problem = response.data as { type?: unknown; detail?: unknown } | undefined;
    if (response.status >= 400) response.data = { ...problem, detail: problemText(response.status, problem) };
    return response;
  });
  return acme.axios;
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
