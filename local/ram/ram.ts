import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import type { Keeper } from "../keeper.ts";
import { combine, snapshotMap } from "../snapshot.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { Policy, Ram, RamDirectory, RamIdentity, Role, StoredRole, TemporaryCredentials } from "./contract.ts";
import { denial } from "./denial.ts";
import { copyOf, policyIn, roleIn } from "./directory.ts";
import { trustAllows } from "./documents.ts";
import { evaluatePolicies, type PolicyDecision } from "./evaluatePolicies.ts";
import { noSuchRole, roleArn, roleNameOf } from "./roleArn.ts";
import { type Secret, signatureCheck } from "./signatureCheck.ts";

/** A key pair of the account itself. */
export interface KeyPair {
  accessKeyId: string;
  accessKeySecret: string;
}

/** The account's own key pair unless it is given another; every other identity is a role with temporary credentials. */
export const ROOT_KEY: KeyPair = { accessKeyId: "local", accessKeySecret: "local" };

/**
 * Identities and permissions of the local cloud.
 *
 * `clock` is the cloud's time: sessions expire by it. `clientClock` is the time that clients sign by, which stays the
 * machine's own when the cloud's time is simulated. `random` (0 to 1) makes keys; one seed, one sequence.
 */
export function createRam(options: {
  accountId: string;
  clock: Clock;
  random: () => number;
  clientClock?: Pick<Clock, "now">;
  keeper?: Keeper | undefined;
  /** Of which actions a policy counts only with the resource `*`; those of `isForAllResources` unless given. */
  isStarOnly?: (action: string) => boolean;
  /** The account's; default `ROOT_KEY`. */
  rootKey?: KeyPair | undefined;
  /** How long a new role cannot be used, though it is there: RAM takes effect with a delay (real-cloud.md FR5). Default none. */
  roleDelayMs?: number | undefined;
}): Ram {
  const { accountId, clock, random, keeper, rootKey = ROOT_KEY, roleDelayMs = 0 } = options;
  const directory: RamDirectory = { roles: {}, policies: {} };
  const sessions = new Map<string, Secret>();
  const used = new Map<string, Set<string>>();
  const denied = new Map<string, Set<string>>();

  const secretOf = (accessKeyId: string): Secret | undefined =>
    accessKeyId === rootKey.accessKeyId
      ? { identity: { accountId, accessKeyId }, accessKeySecret: rootKey.accessKeySecret }
      : sessions.get(accessKeyId);
  const authenticate = signatureCheck({ secretOf, clock, clientClock: options.clientClock ?? systemClock });

  const role = (name: string) => roleIn(directory, name);
  const policiesOf = (stored: StoredRole): Policy[] => [
    ...stored.policies,
    ...stored.attached.flatMap((name) => policyIn(directory, name)?.document ?? []),
  ];
  const trustedRole = (arn: string, principal: string | string[], conditions = {}): StoredRole => {
    const stored = role(roleNameOf(arn, accountId));
    if (stored === undefined || clock.now() < stored.createdAt + roleDelayMs) throw noSuchRole(arn);
    const principals = [principal].flat();
    const trusts =
      stored.trustText === undefined
        ? principals.some((one) => stored.trusts.includes(one))
        : trustAllows(stored.trustText, principals, conditions);
    if (!trusts) {
      throw new CloudError(
        403,
        "NoPermission",
        `You are not authorized to do this action. You should be authorized by RAM. Role ${arn} does not trust ${principals.at(-1)}.`,
      );
    }
    return stored;
  };
  const forgetExpiredSessions = () => {
    const now = clock.now();
    for (const [accessKeyId, { token }] of sessions) {
      // A day of grace, in which the answer is "expired" and not "unknown".
      if (token === undefined || token.expiresAt + DAY >= now) continue;
      sessions.delete(accessKeyId);
      keeper?.note("ram/sessions", accessKeyId, null);
    }
  };

  const restore = (kept: RamDirectory, keptSessions?: Record<string, unknown>) => {
    directory.roles = kept.roles;
    directory.policies = kept.policies;
    if (keptSessions === undefined) return;
    sessions.clear();
    for (const [id, session] of Object.entries(keptSessions)) sessions.set(id, session as Secret);
  };
  const noteRoles = keeper?.watch("ram/roles", () => Object.entries(directory.roles));
  const notePolicies = keeper?.watch("ram/policies", () => Object.entries(directory.policies));
  const noteChanges = () => {
    noteRoles?.();
    notePolicies?.();
  };

  return {
    directory,
    authenticate,
    hasKey: (accessKeyId) => secretOf(accessKeyId) !== undefined,
    authorise(identity, action, resource, conditions = {}) {
      if (identity.roleName === undefined) return;
      const stored = role(identity.roleName);
      const context = { "acs:CurrentTime": new Date(clock.now()).toISOString(), ...conditions };
      const decision =
        stored === undefined
          ? "ImplicitDeny"
          : narrowed(evaluatePolicies(policiesOf(stored), action, resource, context, options.isStarOnly), () =>
              identity.sessionPolicy === undefined
                ? "Allow"
                : evaluatePolicies([identity.sessionPolicy], action, resource, context, options.isStarOnly),
            );
      note(decision === "Allow" ? used : denied, identity.roleName, action);
      if (decision !== "Allow") throw denial(identity, action, resource, decision);
    },
    assumeRole(arn, principal, durationSeconds = 3600, named = {}, conditions = {}) {
      const { name } = trustedRole(arn, principal, conditions);
      forgetExpiredSessions();
      const credentials = newCredentials(random, clock.now() + durationSeconds * 1000);
      const { accessKeyId, accessKeySecret, securityToken, expiresAt } = credentials;
      const session: Secret = {
        identity: { accountId, accessKeyId, roleName: name, ...named },
        accessKeySecret,
        token: { text: securityToken, expiresAt },
      };
      sessions.set(accessKeyId, session);
      keeper?.note("ram/sessions", accessKeyId, session);
      return credentials;
    },
    identityOfRole(arn, service): RamIdentity {
      const { name } = trustedRole(arn, service);
      return { accountId, accessKeyId: `STS.${service}`, roleName: name };
    },
    putRole({ name, trusts, policies }) {
      const { trustText: _, ...before } = role(name) ?? {};
      const now = clock.now();
      directory.roles[name.toLowerCase()] = {
        description: "",
        attached: [],
        createdAt: now,
        maxSessionDuration: 3600,
        ...before,
        name,
        trusts,
        policies,
        updatedAt: now,
      };
      noteChanges();
    },
    deleteRole(name) {
      if (role(name) === undefined) throw noSuchRole(roleArn(accountId, name));
      delete directory.roles[name.toLowerCase()];
      noteChanges();
    },
    roles: (): Role[] =>
      Object.values(directory.roles).map((stored) => ({
        name: stored.name,
        trusts: stored.trusts,
        policies: policiesOf(stored),
      })),
    usedActions: () => used,
    deniedActions: () => denied,
    sessions: () => Object.fromEntries(sessions),
    noteChanges,
    restore,
    snapshot() {
      const kept = copyOf(directory);
      const copy = (actions: Set<string>) => new Set(actions);
      return combine(
        () => restore(copyOf(kept)),
        snapshotMap(sessions),
        snapshotMap(used, copy),
        snapshotMap(denied, copy),
      );
    },
  };
}

/** What the role may and the session may; what either denies is denied. */
function narrowed(ofRole: PolicyDecision, ofSession: () => PolicyDecision): PolicyDecision {
  return ofRole === "Allow" ? ofSession() : ofRole;
}

const DAY = 24 * 3_600_000;

function note(book: Map<string, Set<string>>, roleName: string, action: string) {
  const actions = book.get(roleName) ?? new Set();
  book.set(roleName, actions.add(action));
}

function newCredentials(random: () => number, expiresAt: number): TemporaryCredentials {
  return {
    accessKeyId: `STS.${letters(random, 24)}`,
    accessKeySecret: letters(random, 44),
    securityToken: `CAIS${letters(random, 96)}`,
    expiresAt,
  };
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function letters(random: () => number, count: number): string {
  return Array.from({ length: count }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join("");
}
