import { domainToASCII } from "node:url";
import { encode, wrap } from "nodemailer/lib/qp";

/** A mail as people write and read it: plain addresses, and the same text as text and as HTML. */
export interface Mail {
  from: string;
  to: string[];
  subject: string;
  /** In angle brackets. */
  messageId: string;
  /** ms since 1970. */
  at: number;
  text: string;
  html: string;
}

/** The mail as it goes over the line: headers (RFC 5322, RFC 2047) and both bodies as quoted-printable UTF-8 (RFC 2045, RFC 2046). */
export function mailMessage({ from, to, subject, messageId, at, text, html }: Mail): string {
  const part = (type: string, body: string) => [
    `--${BOUNDARY}`,
    `Content-Type: text/${type}; charset=utf-8`,
    "Content-Transfer-Encoding: quoted-printable",
    "",
    wrap(encode(body.replace(/\r?\n/g, "\r\n"))),
  ];
  return [
    `From: ${asciiAddress(from)}`,
    `To: ${to.map(asciiAddress).join(",\r\n ")}`,
    `Subject: ${encodedWords(subject)}`,
    `Message-ID: ${messageId}`,
    `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${BOUNDARY}"`,
    "",
    ...part("plain", text),
    ...part("html", html),
    `--${BOUNDARY}--`,
    "",
  ].join("\r\n");
}

/** The address with its domain as DNS knows it: `sre@bücher.example` is `sre@xn--bcher-kva.example`. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  return address.slice(0, at) + (domainToASCII(address.slice(at)) || address.slice(at));
}

/** Nothing that is quoted-printable holds `=_`. */
const BOUNDARY = "=_albflow";

/** A header's text: as it is where that is short and ASCII, else as words of base64 that end between letters. */
function encodedWords(text: string): string {
  if (/^[ -~]{0,60}$/.test(text) && !text.includes("=?")) return text;
  const words = [""];
  for (const letter of text) {
    if (Buffer.byteLength(words.at(-1) + letter) > MOST_BYTES) words.push("");
    words[words.length - 1] += letter;
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString("base64")}?=`).join("\r\n ");
}

/** So that the first line, which begins with the header's name, has at most 76 letters. */
const MOST_BYTES = 39;
