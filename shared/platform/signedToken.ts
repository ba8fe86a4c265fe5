import { createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson } from "./canonicalJson.ts";

/** Plain data as a text that only who has the key can have made. It can be read by everybody. */
export function signToken(key: Buffer, data: object): string {
  const body = Buffer.from(canonicalJson(data)).toString("base64url");
  return `${body}.${macOf(key, body)}`;
}

/** The data of such a text; undefined when it was not made with this key, or was changed. */
export function openToken(key: Buffer, token: string): Record<string, unknown> | undefined {
  const [body = "", mac = "", ...more] = token.split(".");
  const expected = Buffer.from(macOf(key, body));
  const given = Buffer.from(mac);
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return readSigned(token);
}

/** What such a text says, whoever has made it; undefined when it says nothing. */
export function readSigned(token: string): Record<string, unknown> | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8"));
    return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function macOf(key: Buffer, body: string): string {
  return createHmac("sha256", key).update(body).digest("base64url");
}
