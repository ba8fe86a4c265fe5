/** What must never be read in a log, and what stands there instead. */
const SECRETS: [pattern: RegExp, instead: string][] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(-----END [A-Z ]+-----|$)/g, "[PEM]"],
  [/-----BEGIN%20[\s\S]*?(?=&|\s|$)/gi, "[PEM]"],
  [
    /\b(Cert|Key|PrivateKey|EncryptCert|EncryptPrivateKey|SignCert|SignPrivateKey|Signature|SecurityToken|AccessKeySecret|x-acs-security-token|Token|Password)(=|":\s*")[^&"\s]*/gi,
    "$1$2[redacted]",
  ],
  [/\b(ACS3-HMAC-SHA256|LOG|FC|Bearer|Basic)\s+\S.*/g, "$1 [redacted]"],
];

/** Takes private keys, certificates, signatures and tokens out of a text. */
export function redactCall(text: string): string {
  return SECRETS.reduce((safe, [pattern, instead]) => safe.replace(pattern, instead), text);
}
