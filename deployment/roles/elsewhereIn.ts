import type { Elsewhere } from "./policyOf.ts";

/** Where a rendered deployment works beside home, as its component of roles is told. */
export function elsewhereIn(resources: Record<string, { props: unknown }>): Elsewhere {
  const { regions = [], accounts = [] } = (resources.roles?.props ?? {}) as Partial<Elsewhere>;
  return { regions, accounts };
}
