import { isIP } from "node:net";
import { domainToUnicode } from "node:url";
import { AlbflowError } from "../../../platform/errors.ts";
import { inOneForm } from "../../../platform/hostnames.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";

/**
 * The names of an order in their one form: punycode, lower case, without a last dot, each once, sorted. Throws InvalidInput
 * (`names-not-orderable`) that says of each name that no CA can do by DNS why that is: nothing is asked of a CA before.
 */
export function orderableNames(names: string[]): string[] {
  const all = namesInOneForm(names);
  const wrong = all.flatMap((name) => {
    const problem = whyNot(name);
    return problem === undefined ? [] : [reason("name-not-orderable", { name, problem })];
  });
  const count: Reason[] = [
    ...(all.length === 0 ? [reason("order-without-name")] : []),
    ...(all.length > MOST_NAMES ? [reason("order-of-many-names", { count: all.length, most: MOST_NAMES })] : []),
  ];
  const problems = [...wrong, ...count];
  if (problems.length === 0) return all;
  const more = Math.max(0, problems.length - MOST_REPORTED);
  throw new AlbflowError(
    "InvalidInput",
    reason("names-not-orderable", { problems: problems.slice(0, MOST_REPORTED), more }),
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

function whyNot(name: string): Reason | undefined {
  const host = name.startsWith("*.") ? name.slice(2) : name;
  const labels = host.split(".");
  const last = labels.at(-1) ?? "";
  if (isIP(name.replace(/^\[|\]$/g, "")) !== 0) return reason("address-not-provable");
  if (!isAscii(name)) return reason("not-a-domain-name");
  if (host.includes("*")) return reason("star-misplaced");
  if (host.includes("_")) return reason("underscore-not-signed");
  if (labels.length < 2) return reason("single-label");
  if (name.length > LONGEST_NAME) return reason("dns-name-too-long", { length: name.length, most: LONGEST_NAME });
  const bad = labels.find((label) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (bad !== undefined) return reason("label-invalid", { label: bad.slice(0, 70) });
  const odd = labels.find((label) => /^..--/.test(label) && domainToUnicode(label) === "");
  if (odd !== undefined || labels.some((label) => /^(?!xn)..--/.test(label))) return reason("punycode-invalid");
  if (/^\d+$/.test(last)) return reason("last-label-number");
  if (PRIVATE.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) {
    return reason("suffix-not-public", { suffix: last });
  }
  return undefined;
}

const LONGEST_NAME = 253;

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
