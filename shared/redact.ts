/**
 * Takes out of a text what must never be logged or stored. Messages of SDKs quote whole URLs, and with them
 * signatures, security tokens and, from CAS, private keys (wire.md §1).
 */
export function redact(text: string): string {
  return text
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[private key]")
    .replace(/(https?:\/\/[^\s/?#"']+)[^\s"']*/g, "$1/…")
    .replace(/\b(Signature|SecurityToken|AccessKeyId|AccessKeySecret|Authorization|Key|Token)=[^\s&"']+/gi, "$1=…")
    .replace(/\bBearer\s+\S+/gi, "Bearer …")
    .replace(/\bSTS\.[A-Za-z0-9._-]+/g, "STS.…");
}
