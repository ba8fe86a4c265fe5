import type { Reach } from "./policyOf.ts";

/** What a rendered deployment works on beside home, as its component of roles is told. */
export function reachIn(resources: Record<string, { props: unknown }>): Reach {
  const { regions = [], accounts = [], domain } = (resources.roles?.props ?? {}) as Partial<Reach>;
  return { regions, accounts, ...(domain === undefined ? {} : { domain }) };
}
