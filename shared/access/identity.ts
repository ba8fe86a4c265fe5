import { wildcardFits } from "./wildcardFits.ts";

/** What a role may do: see, change, and agree to what others want to change. Whoever approves does not operate. */
export const ROLES = {
  viewer: ["view"],
  operator: ["view", "operate"],
  approver: ["view", "approve"],
} as const satisfies Record<string, readonly Act[]>;

export type Role = keyof typeof ROLES;
export type Act = "view" | "operate" | "approve";

/** A role, on the listeners and for the operations that it is given for. */
export interface Grant {
  role: Role;
  /** Ids with `*` for anything: `*`, `lsn-prod-*`. */
  listeners: string;
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

/**
 * Whether somebody may do something. Without a listener (lists, operations as such) any grant for the act is enough;
 * what the answer then holds is filtered with the listener of each row.
 */
export function allows(
  { grants }: Identity,
  act: Act,
  { operation, listenerId }: { operation?: string; listenerId?: string } = {},
): boolean {
  return grants.some(
    ({ role, listeners, operations }) =>
      (ROLES[role] as readonly Act[]).includes(act) &&
      (listenerId === undefined || wildcardFits(listeners, listenerId)) &&
      (operation === undefined || wildcardFits(operations, operation)),
  );
}

/**
 * Grants as a token's claim or the environment writes them: `operator`, `operator:lsn-prod-*`,
 * `operator:lsn-*:rotateCertificate`, in an array or with spaces between them. What is no grant grants nothing.
 */
export function readGrants(claim: unknown): Grant[] {
  const entries = typeof claim === "string" ? claim.split(/\s+/) : Array.isArray(claim) ? claim : [];
  return entries.flatMap((entry: unknown): Grant[] => {
    if (typeof entry !== "string") return [];
    const [role = "", listeners = "*", operations = "*", ...more] = entry.split(":");
    if (!Object.hasOwn(ROLES, role) || more.length > 0 || listeners === "" || operations === "") return [];
    return [{ role: role as Role, listeners, operations }];
  });
}
