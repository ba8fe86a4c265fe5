/** The role of another account by which a deployment is let in: `acs:ram::<account>:role/<prefix>-target`. */
export function targetRole(prefix: string, accountId: string): string {
  return `acs:ram::${accountId}:role/${prefix}-target`;
}

/**
 * What that role asks for, so that nobody else who is let into both accounts can be made to use it for somebody else. It is no
 * secret; it tells deployments apart.
 */
export function targetExternalId(prefix: string, homeAccountId: string): string {
  return `${prefix}-${homeAccountId}`;
}
