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
