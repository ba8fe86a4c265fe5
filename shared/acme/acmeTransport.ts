import { Agent } from "node:https";
import acme from "acme-client";
import { problemText } from "./acmeError.ts";
import type { AcmeSettings } from "./acmeSettings.ts";

/** The HTTP client that the ACME library uses for all its servers, made ready for one. */
export function acmeTransport({ trustedCaPem }: Pick<AcmeSettings, "trustedCaPem">): typeof acme.axios {
  const { defaults, interceptors } = acme.axios;
  // The library repeats calls by itself, but knows no deadline: the repeats are ours.
  Object.assign(defaults, { timeout: TIMEOUT_MS, acmeSettings: { retryMaxAttempts: 0 } });
  defaults.httpsAgent = new Agent({ keepAlive: true, ...(trustedCaPem === undefined ? {} : { ca: trustedCaPem }) });
  if (!intercepted) {
    intercepted = true;
    // The library's errors keep a problem's text only, but its type decides what to do next.
    interceptors.response.use((response) => {
      const problem = response.data as { type?: unknown; detail?: unknown } | undefined;
      if (response.status >= 400) response.data = { ...problem, detail: problemText(response.status, problem) };
      return response;
    });
  }
  return acme.axios;
}

const TIMEOUT_MS = 15_000;
let intercepted = false;
