import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import type { Ram, RamIdentity, TemporaryCredentials } from "./contract.ts";
import { signatureCheck } from "./signatureCheck.ts";

/** A key pair of a real account, perhaps a temporary one. */
interface AccountKey {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
}

/**
 * RAM for an engine that runs beside a real account: it knows one key pair, whose holder may do everything here, and every
 * role's credentials are that key's own, so that functions reach the real services with it. What the key may do there is
 * for the account to say.
 */
export function oneKeyRam(accountId: string, key: AccountKey, clock: Clock = systemClock): Ram {
  const { accessKeyId, accessKeySecret, securityToken } = key;
  const identity: RamIdentity = { accountId, accessKeyId };
  const never = Number.POSITIVE_INFINITY;
  const secret = {
    identity,
    accessKeySecret,
    ...(securityToken === undefined ? {} : { token: { text: securityToken, expiresAt: never } }),
  };
  const credentials: TemporaryCredentials = {
    accessKeyId,
    accessKeySecret,
    securityToken: securityToken ?? "",
    expiresAt: never,
  };
  return {
    directory: { roles: {}, policies: {} },
    authenticate: signatureCheck({
      secretOf: (id) => (id === accessKeyId ? secret : undefined),
      clock,
      clientClock: clock,
    }),
    authorise: () => undefined,
    hasKey: () => true,
    assumeRole: () => credentials,
    identityOfRole: () => identity,
    putRole: () => undefined,
    deleteRole: () => undefined,
    roles: () => [],
    usedActions: () => new Map(),
    deniedActions: () => new Map(),
    sessions: () => ({}),
    noteChanges: () => undefined,
    restore: () => undefined,
    snapshot: () => () => undefined,
  };
}
