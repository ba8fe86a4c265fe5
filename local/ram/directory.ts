import type { ManagedPolicy, RamDirectory, StoredRole } from "./contract.ts";

/** A role by its name, whatever its case. */
export function roleIn({ roles }: RamDirectory, name: string): StoredRole | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(roles, key) ? roles[key] : undefined;
}

/** A policy by its name: one of the account's own, or one that every account has. */
export function policyIn({ policies }: RamDirectory, name: string): ManagedPolicy | undefined {
  return Object.hasOwn(policies, name) ? policies[name] : SYSTEM_POLICIES.get(name);
}

/** A copy that changes by itself. Policy documents are replaced and never changed, so both may have the same. */
export function copyOf({ roles, policies }: RamDirectory): RamDirectory {
  return {
    roles: mapValues(roles, (role) => ({ ...role, attached: [...role.attached] })),
    policies: mapValues(policies, (policy) => ({ ...policy })),
  };
}

function mapValues<Value>(record: Record<string, Value>, copy: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, copy(value)]));
}

/** The policies that every account has. */
export function systemPolicies(): ManagedPolicy[] {
  return [...SYSTEM_POLICIES.values()];
}

/** Whether a policy is one that every account has. */
export function isSystemPolicy(name: string): boolean {
  return SYSTEM_POLICIES.has(name);
}

/** The policies of the products that are emulated, each allowing all of its product. */
const SYSTEM_POLICIES = new Map(
  Object.entries({
    AdministratorAccess: "*",
    AliyunALBFullAccess: "alb:*",
    AliyunFCFullAccess: "fc:*",
    AliyunFCInvocationAccess: "fc:InvokeFunction",
    AliyunFnFFullAccess: "fnf:*",
    AliyunLogFullAccess: "log:*",
    AliyunYundunCertFullAccess: "yundun-cert:*",
  }).map(([name, Action]): [string, ManagedPolicy] => [
    name,
    {
      name,
      description: `Allows ${Action}.`,
      document: { Version: "1", Statement: [{ Effect: "Allow", Action, Resource: "*" }] },
      createdAt: 0,
    },
  ]),
);
