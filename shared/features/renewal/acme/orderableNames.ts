import { isIP } from "node:net";
import { domainToUnicode } from "node:url";
import { AlbflowError } from "../../../platform/errors.ts";
import { inOneForm } from "../../../platform/hostnames.ts";

/**
 * The names of an order in their one form: punycode, lower case, without a last dot, each once, sorted. Throws InvalidInput
 * (`names-not-orderable`) that says of each name that no CA can do by DNS why that is: nothing is asked of a CA before.
 */
export function orderableNames(names: string[]): string[] {
  const all = namesInOneForm(names);
  const wrong = all.flatMap((name) => {
    const message = whyNot(name);
    return message === undefined ? [] : [`${name === "" ? '""' : name}: ${message}`];
  });
  if (all.length === 0) wrong.push("it has no name");
  if (all.length > MOST_NAMES) wrong.push(`it has ${all.length} names, and an order takes ${MOST_NAMES}`);
  if (wrong.length === 0) return all;
  const [first, rest] = [wrong.slice(0, MOST_REPORTED), wrong.length - MOST_REPORTED];
  throw new AlbflowError(
    "InvalidInput",
    `No certificate can be ordered by ACME: ${first.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}. Upload one that was made elsewhere, or order one for names like shop.example.com or *.example.com.`,
    { code: "names-not-orderable" },
  );
}

/** The same without a judgement. */
export function namesInOneForm(names: string[]): string[] {
  return [...new Set(names.map((name) => inOneForm(name.trim())))].sort();
}

/** Let's Encrypt and pebble take a hundred; others no more. */
const MOST_NAMES = 100;
/** So many are told one by one. */
const MOST_REPORTED = 10;

function whyNot(name: string): string | undefined {
  const host = name.startsWith("*.") ? name.slice(2) : name;
  const labels = host.split(".");
  const last = labels.at(-1) ?? "";
  if (isIP(name.replace(/^\[|\]$/g, "")) !== 0) return "an IP address cannot be proven by DNS";
  if (!isAscii(name)) return "it is no domain name";
  if (host.includes("*")) return "a star may only stand alone, as the first label";
  if (host.includes("_")) return "CAs sign no name with an underscore";
  if (labels.length < 2) return "it has a single label, so no public CA can prove whose it is";
  if (name.length > 253) return `it has ${name.length} characters, and a name has 253`;
  const bad = labels.find((label) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (bad !== undefined)
    return bad === "" ? "it has an empty label" : `"${bad.slice(0, 70)}" is no label of a DNS name`;
  const odd = labels.find((label) => /^..--/.test(label) && domainToUnicode(label) === "");
  if (odd !== undefined || labels.some((label) => /^(?!xn)..--/.test(label))) return "it is no valid punycode";
  if (/^\d+$/.test(last)) return "its last label is a number";
  if (PRIVATE.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) {
    return `no public DNS has names in .${last}, so no public CA can prove whose it is`;
  }
  return undefined;
}

/**
 * Reserved (RFC 6761, 6762, 7686, 8375; ICANN's resolution on .internal) or never delegated because of their private use
 * (ICANN on name collisions). `.example` and `.test` are left to private ACME servers, which try things out with them.
 */
const PRIVATE = [
  "corp",
  "home",
  "home.arpa",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "mail",
  "onion",
  "private",
];

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
