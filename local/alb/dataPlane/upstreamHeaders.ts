import type { Exchange } from "./exchange.ts";
import { endToEnd, type RawHeaders, rawHeader } from "./headers.ts";
import { authorityOf } from "./requestFacts.ts";
import { traceHeaders } from "./trace.ts";

/**
 * What a request carries on its way to a server: the client's fields but the hop-by-hop ones, `X-Forwarded-*` as the
 * listener is configured, and the trace. Names as in the API's documentation of XForwardedForConfig.
 */
export function upstreamHeaders(exchange: Exchange): RawHeaders {
  const { listener, connection, request, trace } = exchange;
  const { xForwardedFor: configured } = listener;
  const added: RawHeaders = [];
  if (configured.forwardedFor) {
    const before = rawHeader(request.rawHeaders, "x-forwarded-for");
    const client = connection.clientAddress;
    added.push("X-Forwarded-For", before === undefined ? client : `${before}, ${client}`);
  }
  if (configured.proto) added.push("X-Forwarded-Proto", listener.protocol.toLowerCase());
  if (configured.port) added.push("X-Forwarded-Port", String(listener.port));
  if (configured.loadBalancerId) added.push("SLB-ID", listener.loadBalancerId);
  if (configured.clientSrcPort) added.push("X-Forwarded-Client-srcport", String(connection.clientPort));
  for (const { key, name, value } of CLIENT_CERTIFICATE_HEADERS) {
    const alias = configured.clientCert[key];
    if (alias !== undefined) added.push(alias === "" ? name : alias, value(connection.tls?.clientCertificate));
  }
  if (trace !== undefined) added.push(...traceHeaders(trace));
  if (request.httpVersionMajor === 2) added.push("Host", authorityOf(request));

  const replaced = [...NEVER_FORWARDED];
  for (let at = 0; at < added.length; at += 2) replaced.push((added[at] as string).toLowerCase());
  const headers = endToEnd(joinedCookies(request), replaced);
  headers.push(...added);
  return headers;
}

type ClientCertificate = NonNullable<Exchange["connection"]["tls"]>["clientCertificate"];

/** Sent under the alias that the listener gives them; a client without a certificate leaves them empty. */
const CLIENT_CERTIFICATE_HEADERS: {
  key: keyof Exchange["listener"]["xForwardedFor"]["clientCert"];
  name: string;
  value: (certificate: ClientCertificate) => string;
}[] = [
  { key: "subjectDn", name: "X-Forwarded-Clientcert-subjectdn", value: (certificate) => certificate?.subjectDn ?? "" },
  { key: "issuerDn", name: "X-Forwarded-Clientcert-issuerdn", value: (certificate) => certificate?.issuerDn ?? "" },
  {
    key: "fingerprint",
    name: "X-Forwarded-Clientcert-fingerprint",
    value: (certificate) => certificate?.fingerprint ?? "",
  },
  {
    key: "verify",
    name: "X-Forwarded-Clientcert-clientverify",
    value: (certificate) => (certificate === undefined ? "NONE" : "SUCCESS"),
  },
];

/** ALB has answered `Expect: 100-continue` itself by now. */
const NEVER_FORWARDED = ["expect"];

/** HTTP/2 splits cookies over many fields; HTTP/1.1 allows one (RFC 9113 §8.2.3). */
function joinedCookies({ httpVersionMajor, rawHeaders, headers }: Exchange["request"]): readonly string[] {
  const { cookie } = headers;
  if (httpVersionMajor !== 2 || cookie === undefined) return rawHeaders;
  return [...endToEnd(rawHeaders, COOKIE), "cookie", cookie];
}

const COOKIE: readonly string[] = ["cookie"];
