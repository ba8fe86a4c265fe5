import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { settingError } from "../../platform/settings/readSetting.ts";

/** What came back: the body as JSON, where it is some. */
export interface JsonAnswer {
  status: number;
  body: Record<string, unknown>;
}

/**
 * Posts JSON to a webhook. Throws `AlbflowError` Transient when nobody answers or the answer is a 5xx, Throttled for 429,
 * Denied for 401 and 403, Failed for any other that is no 2xx. The address is a secret and in no error.
 */
export async function postJson(
  channel: string,
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: "POST",
      // A connection of its own: one that was kept may be gone when a frozen instance goes on, and a message is not sent twice.
      headers: { "content-type": "application/json; charset=utf-8", connection: "close", ...headers },
      body,
      // A webhook that sends us elsewhere would be sent the secret's signature too.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = (await response.text()).slice(0, 10_000);
  } catch (error) {
    const { name = "", cause } = error as { name?: string; cause?: { code?: string } };
    throw new AlbflowError("Transient", reason("channel-no-answer", { channel, error: cause?.code ?? name }), {
      code: cause?.code,
    });
  }
  if (!response.ok) {
    const kind = KINDS[response.status] ?? (response.status >= 500 ? "Transient" : "Failed");
    throw new AlbflowError(kind, reason("channel-status", { channel, status: response.status }));
  }
  return { status: response.status, body: objectIn(text) };
}

/** The address of a webhook: https, or http on this machine. Throws InvalidInput that names the variable only. */
export function webhookAddress(variable: string, text: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    url = undefined;
  }
  const local = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url?.protocol === "https:" || (url?.protocol === "http:" && local)) return url.href;
  throw settingError({ [variable]: text }, variable, reason("expected-https-address"), { isSecret: true });
}

const TIMEOUT_MS = 10_000;

const KINDS: Record<number, "Denied" | "Throttled"> = { 401: "Denied", 403: "Denied", 429: "Throttled" };

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
