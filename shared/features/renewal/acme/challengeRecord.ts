/** A TXT record that proves a name. */
export interface ChallengeRecord {
  /** Where it stands: `_acme-challenge.<name>`, or what that is an alias for. */
  name: string;
  /** The domain in Alibaba Cloud DNS that holds it, as its API names it. */
  domain: string;
  /** That domain as DNS has it. */
  zone: string;
  /** Its part of the name before the domain; `@` for the domain itself. */
  label: string;
  value: string;
}
