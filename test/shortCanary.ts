/**
 * What a change of server group is given where its canary is not what is tried: two steps, each looked at once. At
 * one percent each probe makes two hundred real requests (shared/core/probes/canary.ts), which simulated time does not shorten.
 */
const SHORT_CANARY = { steps: [50, 100], stepSeconds: 0, watchSeconds: 0 };

/** An operation's own example, with a short canary where it has one. */
export function shortExample({ name, example }: { name: string; example: object }): object {
  return name === "changeServerGroup" ? { ...example, ...SHORT_CANARY } : example;
}
