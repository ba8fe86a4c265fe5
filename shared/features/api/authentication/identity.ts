import { homeIn, type Place, patternAt, readNameAt } from "../../../platform/place.ts";
import { wildcardFits } from "../../../platform/wildcardFits.ts";

/** In place of what an execution touches, where nobody can tell: only a grant for everything fits it. */
export const UNKNOWN = "*";

/** What a role may do: see, change, and agree to what others want to change. Whoever approves does not operate. */
const ROLES = {
  viewer: ["view"],
  operator: ["view", "operate"],
  approver: ["view", "approve"],
} as const satisfies Record<string, readonly Act[]>;

type Role = keyof typeof ROLES;
export type Act = "view" | "operate" | "approve";

/** A role, on the resources and for the operations that it is given for. */
export interface Grant {
  role: Role;
  /**
   * Ids with `*` for anything: `*`, `lsn-prod-*`, `alb-1` (an instance with all its listeners), `sgp=blue-*` (by name); these are
   * home's, where albflow is deployed. `<account>/<region>/lsn-*` is for other places, and for home where it fits that.
   */
  resources: string;
  /** Names of operations with `*`. */
  operations: string;
}

/** Who calls, and what they may do. */
export interface Identity {
  /** Stable and unique: the subject of a token, the key id of a machine. */
  name: string;
  kind: "person" | "machine";
  grants: Grant[];
}

/** What is to be allowed: an operation, and all that it touches, as `touchedBy` tells it. */
export interface Target {
  operation?: string;
  touches?: readonly string[];
}

/**
 * Whether somebody may do something to all that it touches. Without that (lists, operations as such) any grant for the act
 * is enough; what the answer then holds is filtered with what each row touches. What touches nothing that is known is only
 * for those who may do it to everything.
 */
export function allows(
  { grants }: Identity,
  act: Act,
  { operation, touches }: Target = {},
  home = homeIn(process.env),
): boolean {
  const fitting = grants.filter(
    ({ role, operations }) =>
      (ROLES[role] as readonly Act[]).includes(act) && (operation === undefined || wildcardFits(operations, operation)),
  );
  if (touches === undefined) return fitting.length > 0;
  const entries = touches.length === 0 ? [UNKNOWN] : touches;
  return entries.every((entry) => {
    const { place, name } = readNameAt(entry);
    const names = name.split("/").filter((one) => one !== "");
    return fitting.some(({ resources }) => {
      const pattern = patternAt(resources, place, home);
      return pattern !== undefined && names.some((one) => wildcardFits(pattern, one));
    });
  });
}

/** Whether any of somebody's grants is for things at a place: of others they are not told that they are there. */
export function allowsAt(
  { grants }: Identity,
  act: Act,
  place: Place | undefined,
  home = homeIn(process.env),
): boolean {
  return grants.some(
    ({ role, resources }) =>
      (ROLES[role] as readonly Act[]).includes(act) && patternAt(resources, place, home) !== undefined,
  );
}

/** Whether any of them is for things in some region of an account. */
export function allowsIn({ grants }: Identity, act: Act, accountId: string, home = homeIn(process.env)): boolean {
  return grants.some(({ role, resources }) => {
    const [accounts = "", , names] = resources.split("/");
    const isThere = names === undefined ? accountId === home.accountId : wildcardFits(accounts, accountId);
    return isThere && (ROLES[role] as readonly Act[]).includes(act);
  });
}

/**
 * Grants as a token's claim or the environment writes them: `operator`, `operator:lsn-prod-*`,
 * `operator:alb-1`, `operator:lsn-*:rotateCertificate`, `operator:2222222222222222/cn-shanghai/lsn-*`, in an array or with spaces between them. What is no grant grants
 * nothing.
 */
export function readGrants(claim: unknown): Grant[] {
  const entries = typeof claim === "string" ? claim.split(/\s+/) : Array.isArray(claim) ? claim : [];
  return entries.flatMap((entry: unknown): Grant[] => {
    if (typeof entry !== "string") return [];
    const [role = "", resources = "*", operations = "*", ...more] = entry.split(":");
    if (!Object.hasOwn(ROLES, role) || more.length > 0 || operations === "" || !RESOURCES.test(resources)) return [];
    return [{ role: role as Role, resources, operations }];
  });
}

/** A pattern of names, alone or behind patterns of an account and a region. */
const RESOURCES = /^(?:[\d*]{1,16}\/[a-z0-9*-]{1,40}\/)?[^/]+$/;
