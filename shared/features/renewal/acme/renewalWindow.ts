import { X509Certificate } from "node:crypto";
import { AlbflowError } from "../../../platform/errors.ts";
import { hashFraction } from "../../../platform/hashFraction.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { acmeError } from "./acmeError.ts";
import type { AcmeSettings } from "./acmeSettings.ts";
import { authorityKeyIdOf } from "./authorityKeyId.ts";
import { getJson } from "./getJson.ts";

/** When the server would like a certificate to be renewed (RFC 9773). */
export interface RenewalWindow {
  /** Milliseconds since 1970. A window in the past means: now, the certificate may be revoked soon. */
  start: number;
  end: number;
  /** A page that tells people why. */
  explanationUrl?: string;
  /** How long the answer holds, in milliseconds. */
  askAgainAfterMs: number;
}

/**
 * Asks the server for the window of a certificate (PEM or DER); undefined when the server offers no renewal information
 * or does not know the certificate. Throws `AlbflowError`, Transient when it cannot be reached: then go by lifetime.
 */
export async function readRenewalWindow(
  settings: TrustedServer,
  certificate: string | Buffer,
): Promise<RenewalWindow | undefined> {
  const directory = await get(settings, settings.directoryUrl);
  const base = (directory.data as { renewalInfo?: unknown }).renewalInfo;
  if (typeof base !== "string") return undefined;
  const answer = await get(settings, `${base.replace(/\/$/, "")}/${ariCertId(certificate)}`);
  if (answer.status === 404) return undefined;
  return windowOf(answer.data, answer.headers["retry-after"]);
}

/**
 * The moment within the window at which this certificate is renewed: spread over the window, but the same each time it
 * is asked for, so that no state is needed.
 */
export function renewAt({ start, end }: Pick<RenewalWindow, "start" | "end">, serial: string): number {
  return start + Math.floor(hashFraction(serial) * (end - start));
}

/** The name of a certificate in renewal information: its issuer's key and its serial number (RFC 9773 §4.1). */
export function ariCertId(certificate: string | Buffer): string {
  const x509 = new X509Certificate(certificate);
  const hex = x509.serialNumber.length % 2 === 0 ? x509.serialNumber : `0${x509.serialNumber}`;
  // As in DER: a leading bit of one would make it negative, so a zero byte goes before it.
  const serial = Buffer.from(/^[89a-f]/i.test(hex) ? `00${hex}` : hex, "hex");
  return `${authorityKeyIdOf(x509).toString("base64url")}.${serial.toString("base64url")}`;
}

type TrustedServer = Pick<AcmeSettings, "directoryUrl" | "trustedCaPem">;

async function get(server: TrustedServer, url: string) {
  try {
    const answer = await getJson(url, server.trustedCaPem);
    if (answer.status >= 400 && answer.status !== 404) throw new Error(`[serverInternal] status ${answer.status}`);
    return answer;
  } catch (raw) {
    throw acmeError("renewalInfo", raw);
  }
}

function windowOf(data: unknown, retryAfter: unknown): RenewalWindow {
  const { suggestedWindow, explanationURL } = data as {
    suggestedWindow?: { start?: unknown; end?: unknown };
    explanationURL?: unknown;
  };
  const start = Date.parse(String(suggestedWindow?.start));
  const end = Date.parse(String(suggestedWindow?.end));
  if (!(end > start)) {
    throw new AlbflowError("Transient", reason("acme-window-missing"));
  }
  const seconds = Number(retryAfter);
  return {
    start,
    end,
    ...(typeof explanationURL === "string" ? { explanationUrl: explanationURL } : {}),
    askAgainAfterMs: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, DAY_MS) : DEFAULT_MS,
  };
}

const DAY_MS = 86_400_000;
/** RFC 9773 §4.3.3 recommends six hours where the server says nothing. */
const DEFAULT_MS = DAY_MS / 4;
