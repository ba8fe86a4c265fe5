import type { X509Certificate } from "node:crypto";
import { certificateFields, membersOf, OBJECT_ID } from "../../../core/certificates/certificateFields.ts";
import { readDer } from "../../../platform/der.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";

/**
 * The key identifier in a certificate's authority key identifier extension (RFC 5280 §4.2.1.1), which Node does not
 * tell. Throws `AlbflowError` Refused when there is none, as in certificates that somebody signed for themselves.
 */
export function authorityKeyIdOf({ raw }: Pick<X509Certificate, "raw">): Buffer {
  const [sequence] = readDer(certificateFields(raw).extensions.get(OBJECT_ID.authorityKeyId) ?? Buffer.alloc(0));
  const keyIdentifier = membersOf(sequence).find(({ tag }) => tag === KEY_IDENTIFIER);
  if (keyIdentifier !== undefined) return keyIdentifier.contents;
  throw new AlbflowError("Refused", reason("issuer-key-unnamed"));
}

const KEY_IDENTIFIER = 0x80;
