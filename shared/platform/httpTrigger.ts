import { AlbflowError } from "./errors.ts";
import { reason } from "./reasons/reason.ts";

/** A request as an HTTP trigger hands it over, version v1 (functionCompute.md §5). */
export interface HttpEvent {
  version: "v1";
  /** As it was sent, percent-encoded (real-cloud.md FB8). */
  rawPath: string;
  body: string;
  isBase64Encoded: boolean;
  /** In any case; several values of a name are joined by commas, here and in the query. */
  headers: Record<string, string>;
  queryParameters: Record<string, string>;
  requestContext: { requestId: string; domainName: string; http: { method: string; sourceIp: string } };
}

/** What an HTTP trigger makes an answer of: always all of it (functionCompute.md A2). */
export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  isBase64Encoded: boolean;
  body: string;
}

/** The event of an HTTP trigger. Throws `AlbflowError` InvalidInput for any other event, so that it is not taken for success. */
export function httpEventIn(event: Buffer): HttpEvent {
  let given: Partial<HttpEvent> | undefined;
  try {
    given = JSON.parse(event.toString("utf8")) as Partial<HttpEvent>;
  } catch {
    given = undefined;
  }
  const { version, requestContext, rawPath } = given ?? {};
  if (version !== "v1" || typeof rawPath !== "string" || typeof requestContext?.http?.method !== "string") {
    throw new AlbflowError("InvalidInput", reason("event-not-http", { bytes: event.length }));
  }
  const { body, headers, queryParameters } = given as Partial<HttpEvent>;
  const { requestId, domainName, http } = requestContext;
  return {
    version,
    rawPath,
    body: textOf(body),
    isBase64Encoded: given?.isBase64Encoded === true,
    headers: textsOf(headers),
    queryParameters: textsOf(queryParameters),
    requestContext: {
      requestId: textOf(requestId),
      domainName: textOf(domainName),
      http: { method: http.method, sourceIp: textOf(http.sourceIp) },
    },
  };
}

/** The body's bytes. */
export function httpBodyOf({ body, isBase64Encoded }: HttpEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
}

/**
 * The request that an event tells of. Throws `AlbflowError` InvalidInput when it can be none: a forbidden method, or a
 * header that no line can hold.
 */
export function requestOf(event: HttpEvent): Request {
  const { rawPath, queryParameters, headers, requestContext } = event;
  const { method } = requestContext.http;
  const path = whole(rawPath).replace(/[?#]/g, encodeURIComponent);
  const query = decodedOnce(Object.entries(queryParameters)).map((pair) => pair.map(encoded).join("="));
  const hasBody = !["GET", "HEAD"].includes(method.toUpperCase());
  const hasHost = Object.keys(headers).some((name) => name.toLowerCase() === "host");
  try {
    return new Request(`http://albflow/${path.replace(/^\/+/, "")}${query.length > 0 ? `?${query.join("&")}` : ""}`, {
      method,
      // Whether `Host` is among them is not documented (open.md O49).
      headers: hasHost || requestContext.domainName === "" ? headers : { ...headers, host: requestContext.domainName },
      ...(hasBody ? { body: httpBodyOf(event) } : {}),
    });
  } catch {
    throw new AlbflowError("InvalidInput", reason("request-not-http"));
  }
}

/** An answer as the trigger sends it on. What is not text goes in base64. */
export async function answerOf(response: Response): Promise<HttpAnswer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const isCompressed = response.headers.has("content-encoding");
  const isText = !isCompressed && TEXT.test(response.headers.get("content-type") ?? "text/plain");
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    isBase64Encoded: !isText,
    body: bytes.toString(isText ? "utf8" : "base64"),
  };
}

const TEXT = /^text\/|[/+]json\b/;

/**
 * The query's names and values, decoded. Whether they come so is not documented (open.md O50), so both are taken: where all
 * of them are of characters that a query has when it is sent, and one has an escape, they were not decoded.
 */
function decodedOnce(query: [name: string, value: string][]): string[][] {
  const texts = query.flat();
  const isRaw = texts.every((text) => AS_SENT.test(text)) && texts.some((text) => text.includes("%"));
  return isRaw ? query.map((pair) => pair.map((text) => decodeURIComponent(text.replaceAll("+", " ")))) : query;
}

/** Characters of a query, and escapes of ASCII or of whole characters in UTF-8. */
const AS_SENT =
  /^(?:[\w.~!$'()*+,;:@/?-]|%[2-7][\dA-F]|%C[2-9A-F]%[89AB][\dA-F]|%D[\dA-F]%[89AB][\dA-F]|%E[1-9A-CEF](?:%[89AB][\dA-F]){2})*$/i;

function encoded(text: string): string {
  return encodeURIComponent(whole(text));
}

/** Half of a surrogate pair is no character, and cannot be encoded. */
function whole(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function textsOf(values: unknown): Record<string, string> {
  if (typeof values !== "object" || values === null) return {};
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}
