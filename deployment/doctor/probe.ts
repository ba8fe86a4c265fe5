import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { TLSSocket } from "node:tls";

/** What an endpoint shows to anybody. */
export interface EndpointProbe {
  /** Its time (ms since 1970), to the second; absent when it does not tell. */
  date?: number;
  /** When its certificate ends (ms since 1970); absent without TLS. */
  notAfter?: number;
}

/** Connects to an endpoint without a signature. Rejects with the connection's own error: a host that is not there, a bad certificate. */
export function probeEndpoint({
  protocol,
  host,
}: {
  protocol: "http" | "https";
  host: string;
}): Promise<EndpointProbe> {
  const request = protocol === "https" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asked = request(`${protocol}://${host}/`, { agent: false, timeout: TIMEOUT_MS }, (answer) => {
      answer.resume();
      const { date } = answer.headers;
      const certificate = protocol === "https" ? (answer.socket as TLSSocket).getPeerCertificate() : undefined;
      resolve({
        ...(date === undefined ? {} : { date: Date.parse(date) }),
        ...(certificate === undefined ? {} : { notAfter: Date.parse(certificate.valid_to) }),
      });
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    asked.on("error", reject);
    asked.end();
  });
}

const TIMEOUT_MS = 10_000;
