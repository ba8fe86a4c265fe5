import type { X509Certificate } from "node:crypto";
import { AlbflowError } from "../errors.ts";

/**
 * The key identifier in a certificate's authority key identifier extension (RFC 5280 §4.2.1.1), which Node does not
 * tell. Throws `AlbflowError` Refused when there is none, as in certificates that somebody signed for themselves.
 */
export function authorityKeyIdOf({ raw }: Pick<X509Certificate, "raw">): Buffer {
  // OID 2.5.29.35 as DER; after it an octet string with a sequence whose first member [0] is the identifier. No other
  // place of a certificate that a CA has made can hold these five bytes followed by this shape.
  for (let at = raw.indexOf(AUTHORITY_KEY_ID); at >= 0; at = raw.indexOf(AUTHORITY_KEY_ID, at + 1)) {
    const octets = raw.subarray(at + AUTHORITY_KEY_ID.length);
    const [octetString, length, sequence, , member, size] = octets;
    const identifier = octets.subarray(6, 6 + (size ?? 0));
    if (octetString === 0x04 && (length ?? 128) < 128 && sequence === 0x30 && member === 0x80) return identifier;
  }
  throw new AlbflowError("Refused", "The certificate does not name its issuer's key, so no ACME server can know it.");
}

const AUTHORITY_KEY_ID = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x23]);
