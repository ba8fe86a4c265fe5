import { createPrivateKey, X509Certificate } from "node:crypto";
import { reason } from "../reasons/reason.ts";
import { type Environment, settingError, settingText } from "./readSetting.ts";
import { secretSetting } from "./secretSetting.ts";

/**
 * A private key in PEM form, as PKCS #8; undefined when it is not set. It may stand on several lines, or on one with `\n`
 * written out, as a function's environment must have it. Throws InvalidInput for what is no key that can sign; no error
 * quotes it.
 */
export function privateKeySetting(environment: Environment, name: string): string | undefined {
  const text = secretSetting(environment, name)?.trim() ?? "";
  if (text === "") return undefined;
  try {
    const key = createPrivateKey(linesOf(text));
    const isFit =
      (key.asymmetricKeyType === "rsa" && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) ||
      (key.asymmetricKeyType === "ec" && /^(prime256v1|secp384r1)$/.test(key.asymmetricKeyDetails?.namedCurve ?? ""));
    if (isFit) return key.export({ type: "pkcs8", format: "pem" }).toString();
  } catch {
    // The cause would quote the key.
  }
  throw settingError(environment, name, reason("expected-private-key"), { isSecret: true });
}

/** Certificates in PEM form; undefined when they are not set. Line ends as above. */
export function certificatesSetting(environment: Environment, name: string): string | undefined {
  const text = settingText(environment, name);
  if (text === undefined) return undefined;
  const lines = linesOf(text);
  const blocks = lines.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
    if (blocks.length > 0) return lines;
  } catch {
    // Said below.
  }
  throw settingError(environment, name, reason("expected-certificates"));
}

function linesOf(text: string): string {
  return text.replaceAll("\\r", "").replaceAll("\\n", "\n");
}
