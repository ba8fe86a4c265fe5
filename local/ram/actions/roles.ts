import { CloudError } from "../../wire/cloudError.ts";
import type { StoredRole } from "../contract.ts";
import { roleIn } from "../directory.ts";
import { readTrust, trustDocument } from "../documents.ts";
import { noSuchRole, roleArn } from "../roleArn.ts";
import { optionalNumber, type RamAction, type RamParameters, required } from "./action.ts";

const ROLE_NAME = /^[A-Za-z0-9.-]{1,64}$/;
const SESSION = { least: 3600, most: 43_200, otherwise: 3600 };

const nameOf = (parameters: RamParameters) => required(parameters, "RoleName", ROLE_NAME);
const resource = (parameters: RamParameters) => `role/${parameters.get("RoleName") ?? "*"}`;

/** Roles: creation, reading, changing, removal. */
export const roleActions: Record<string, RamAction> = {
  CreateRole: {
    product: "ram",
    resource,
    answer(parameters, { context, now }) {
      const { ram, accountId } = context;
      const name = nameOf(parameters);
      if (roleIn(ram.directory, name) !== undefined) {
        throw new CloudError(409, "EntityAlreadyExists.Role", `The role already exists: ${name}`);
      }
      const trusts = readTrust(required(parameters, "AssumeRolePolicyDocument", /./));
      ram.putRole({ name, trusts, policies: [] });
      const role = roleOf(ram.directory, name);
      role.description = parameters.get("Description") ?? "";
      role.maxSessionDuration = optionalNumber(parameters, "MaxSessionDuration", SESSION);
      role.createdAt = now;
      return { Role: roleView(role, accountId) };
    },
  },
  GetRole: {
    product: "ram",
    resource,
    answer: (parameters, { context: { ram, accountId } }) => ({
      Role: roleView(roleOf(ram.directory, nameOf(parameters)), accountId),
    }),
  },
  UpdateRole: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram, accountId }, now }) {
      const role = roleOf(ram.directory, nameOf(parameters));
      const trust = parameters.get("NewAssumeRolePolicyDocument");
      if (trust !== undefined) role.trusts = readTrust(trust);
      role.description = parameters.get("NewDescription") ?? role.description;
      const otherwise = role.maxSessionDuration;
      role.maxSessionDuration = optionalNumber(parameters, "NewMaxSessionDuration", { ...SESSION, otherwise });
      role.updatedAt = now;
      return { Role: roleView(role, accountId) };
    },
  },
  DeleteRole: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram } }) {
      const role = roleOf(ram.directory, nameOf(parameters));
      if (role.attached.length > 0) {
        throw new CloudError(
          409,
          "DeleteConflict.Role.Policy",
          `The role ${role.name} cannot be deleted while policies are attached to it: ${role.attached.join(", ")}.`,
        );
      }
      ram.deleteRole(role.name);
      return {};
    },
  },
  ListRoles: {
    product: "ram",
    resource: () => "role/*",
    answer(parameters, { context: { ram, accountId } }) {
      const names = Object.keys(ram.directory.roles).sort();
      const limit = optionalNumber(parameters, "MaxItems", { least: 1, most: 1000, otherwise: 100 });
      const marker = parameters.get("Marker") ?? "";
      const left = names.filter((name) => name > marker);
      const page = left.slice(0, limit);
      const IsTruncated = left.length > page.length;
      return {
        IsTruncated,
        ...(IsTruncated && { Marker: page.at(-1) }),
        Roles: { Role: page.map((name) => roleView(roleOf(ram.directory, name), accountId)) },
      };
    },
  },
};

/** Throws `CloudError` EntityNotExist.Role. */
export function roleOf(directory: Parameters<typeof roleIn>[0], name: string): StoredRole {
  const role = roleIn(directory, name);
  if (role === undefined) throw noSuchRole(name);
  return role;
}

function roleView(role: StoredRole, accountId: string) {
  return {
    RoleId: `3${role.createdAt}`.padEnd(18, "0"),
    RoleName: role.name,
    Arn: roleArn(accountId, role.name),
    Description: role.description,
    AssumeRolePolicyDocument: trustDocument(role.trusts),
    MaxSessionDuration: role.maxSessionDuration,
    CreateDate: isoSeconds(role.createdAt),
    UpdateDate: isoSeconds(role.updatedAt),
  };
}

/** `2026-01-01T00:00:00Z` */
export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
