import { redact } from "../../shared/platform/redact.ts";

/**
 * A text without what tells whose account it was: secrets, numbers of accounts, addresses, domains, names of resources. Answers are
 * made of words that we know and of the cloud's codes; this is for codes that are none.
 */
export function withoutTraces(text: string): string {
  return redact(text)
    .replace(/\bhttps?:\/\/\S+/gi, "(address)")
    .replace(/(?:\d{1,3}\.){3}\d{1,3}/g, "(address)")
    .replace(/\b(?:LTAI|STS\.)[A-Za-z0-9]+/g, "(key)")
    .replace(/\bacs:\S+/g, "(resource)")
    .replace(/(?<![a-z0-9])(?:alb|lsn|sgp|vpc|vsw|rule|acl|tlspolicy|i|eip|eni|sg)-[a-z0-9]{8,}/g, "(resource)")
    .replace(/(?<![A-Za-z0-9])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/g, "(domain)")
    .replace(/\d{9,}/g, "(number)")
    .slice(0, 200);
}
