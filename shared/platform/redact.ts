/**
 * Takes out of a text what must never be logged or stored: private keys in any encoding, credentials in URLs, headers,
 * queries and JSON, tokens, key ids. Messages of SDKs quote whole URLs, and with them signatures, security tokens and,
 * from CAS, private keys (wire.md §1). Takes time linear in the text.
 */
export function redact(text: string): string {
  return RULES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement as string), text).replace(
    ENCODED,
    (run) => (holdsSecret(run) ? "[encoded secret]" : run),
  );
}

/** The same of plain data: each text in it, and whatever text stands under the name of a credential. */
export function redactAll<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (name, inner: unknown) =>
    typeof inner !== "string" ? inner : NAMED.test(name) && inner !== "" ? "…" : redact(inner),
  ) as Value;
}

/** A blank between the words of a PEM header: as it is, in a query, percent-encoded once or more often. */
const BLANK = `(?:[ +_]|%(?:25)*20)`;
const DASHES = `(?:-|%(?:25)*2D){5}`;
const PEM_KEY = `(?:[A-Z0-9]+${BLANK}){0,4}PRIVATE${BLANK}KEY(?:${BLANK}BLOCK)?`;

/** How the names end under which credentials stand in headers, queries, JSON and environments. */
const NAME =
  "(?:Signature|Secret|Passw(?:or)?d|Passphrase|Token|Credential|Authorization|Cookie|Api[-_]?Key|Hmac[-_]?Key|Account[-_]?Key|Private[-_]?Key|AccessKey(?:Id)?)";

const NAMED = new RegExp(`${NAME}$`, "i");

/** What follows a name in JSON, also where the JSON is a string in JSON. */
const QUOTED = String.raw`(\\*["'])(\s{0,9}[:=]\s{0,9})(\\*["'])(?:(?!\4)[\s\S])*(?:\4|$)`;

type Rule = [RegExp, string | ((...groups: string[]) => string)];

/** None of them looks at a character more than a fixed number of times, whatever the text. */
const RULES: Rule[] = [
  [
    new RegExp(`${DASHES}BEGIN${BLANK}${PEM_KEY}[\\s\\S]*?(?:${DASHES}END${BLANK}${PEM_KEY}${DASHES}|$)`, "gi"),
    "[private key]",
  ],
  // A password with a slash or a question mark in it ends the host early; a port is no password.
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'@:]{0,300}:(?!\d{1,5}(?!\d))[^\s"'@]{0,300}@/gi, "$1…@"],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'@]{0,600}@/gi, "$1…@"],
  [/(https?:\/\/[^\s/?#"']+)[/?#][^\s"']*/g, "$1/…"],
  [new RegExp(`(${NAME})${QUOTED}`, "gi"), "$1$2$3$4…$4"],
  [new RegExp(`(${NAME}|\\bKey)=[^\\s&"']+`, "gi"), "$1=…"],
  [
    /(\b(?:Proxy-)?Authorization|\b(?:Set-)?Cookie|-(?:Token|Signature|Secret|Key))(:[ \t]{0,9})[^\s…"'][^\r\n"']*/gi,
    "$1$2…",
  ],
  [/\bBearer\s{1,9}\S+/gi, "Bearer …"],
  [/\bBasic\s{1,9}([A-Za-z0-9+/_-]{3,}={0,2})/gi, (all, run = "") => (decoded(run).includes(":") ? "Basic …" : all)],
  [/(?<![\w-])e(?:yJ|yA|wo|w0K)[\w-]+(?:\.[\w-]*){2,4}/g, "eyJ…"],
  [/\bSTS\.[A-Za-z0-9._-]+/g, "STS.…"],
  [/\bLTAI[A-Za-z0-9]{8,}/g, "LTAI…"],
];

/** Runs that may be base64, base64url or hexadecimal, with the line ends that stand between them in JSON and in files. */
const BREAK = String.raw`(?:(?:\\+r)?\\+n|\r?\n|(?:%(?:25)*0D)?%(?:25)*0A)`;
const ENCODED = new RegExp(`[A-Za-z0-9+/_-]{32,}(?:${BREAK}[A-Za-z0-9+/_-]+)*={0,2}`, "g");
const BREAKS = new RegExp(BREAK);

/** Whether an encoded run holds a private key, in DER or in PEM, or names a credential. */
function holdsSecret(run: string): boolean {
  const lines = run.split(BREAKS);
  const plain = lines.join("");
  if (/^(?:[0-9a-f]{2})+$/i.test(plain)) return isSecret(Buffer.from(plain, "hex"));
  if (lines.some((line) => isPrivateKey(decodedBytes(line)))) return true;
  // A text may begin anywhere in what is encoded, in one of four ways.
  return [0, 1, 2, 3].some((skipped) => isSecret(decodedBytes(plain.slice(skipped))));
}

function isSecret(bytes: Buffer): boolean {
  const texts = [bytes.toString("latin1"), bytes.toString("utf16le")];
  return isPrivateKey(bytes) || texts.some((text) => SECRET_TEXT.test(text));
}

const SECRET_TEXT = /PRIVATE KEY|"(?:access_?key_?secret|security_?token|client_?secret)"/i;

/**
 * Whether DER is a PKCS #8, PKCS #1 or SEC 1 private key: a sequence that begins with the version 0 or 1 (RFC 5958, 8017,
 * 5915), or an encrypted one, which begins with the algorithm PBES2 (RFC 8018). A certificate begins with another sequence.
 */
function isPrivateKey(der: Buffer): boolean {
  if (der.length < 24 || der[0] !== 0x30) return false;
  const length = der[1] ?? 0;
  const content = der.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f));
  const hasVersion = content[0] === 0x02 && content[1] === 0x01 && (content[2] ?? 9) <= 1;
  return hasVersion || content.subarray(0, 20).includes(PBES2);
}

const PBES2 = Buffer.from("2a864886f70d01050d", "hex");

function decodedBytes(base64: string): Buffer {
  return Buffer.from(base64.replaceAll("-", "+").replaceAll("_", "/"), "base64");
}

function decoded(base64: string): string {
  return decodedBytes(base64).toString("latin1");
}
