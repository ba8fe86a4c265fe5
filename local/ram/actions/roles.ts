import { CloudError } from "../../wire/cloudError.ts";
import { notEmulated } from "../../wire/notEmulated.ts";
import type { StoredRole } from "../contract.ts";
import { roleIn } from "../directory.ts";
import { readTrust, trustDocument } from "../documents.ts";
import { noSuchRole, roleArn } from "../roleArn.ts";
import {
  booleanOf,
  optionalNumber,
  pageByName,
  type RamAction,
  type RamParameters,
  requiredParameter,
} from "./action.ts";
import { hasSentTags, putSentTags, tagList } from "./tags.ts";

const ROLE_NAME = /^[A-Za-z0-9.-]{1,64}$/;
const SESSION = { least: 3600, most: 43_200, otherwise: 3600 };

const nameOf = (parameters: RamParameters) => requiredParameter(parameters, "RoleName", ROLE_NAME);
const resource = (parameters: RamParameters) => `role/${parameters.get("RoleName") ?? "*"}`;

/** Roles: creation, reading, changing, removal. */
export const roleActions: Record<string, RamAction> = {
  CreateRole: {
    product: "ram",
    resource,
    answer(parameters, { context, now }) {
      const { ram, accountId } = context;
      refuseConsoleLogin(parameters, "AllowConsoleLogin");
      const name = nameOf(parameters);
      if (roleIn(ram.directory, name) !== undefined) {
        throw new CloudError(409, "EntityAlreadyExists.Role", `The role already exists: ${name}`);
      }
      const trustText = requiredParameter(parameters, "AssumeRolePolicyDocument", /./);
      const trusts = readTrust(trustText);
      ram.putRole({ name, trusts, policies: [] });
      const role = roleOf(ram.directory, name);
      role.description = parameters.get("Description") ?? "";
      role.maxSessionDuration = optionalNumber(parameters, "MaxSessionDuration", SESSION);
      role.createdAt = now;
      role.trustText = trustText;
      putSentTags(role, parameters);
      return { Role: roleView(role, accountId) };
    },
  },
  GetRole: {
    product: "ram",
    resource,
    answer: (parameters, { context: { ram, accountId } }) => ({
      Role: detailedRole(roleOf(ram.directory, nameOf(parameters)), accountId),
    }),
  },
  UpdateRole: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram, accountId }, now }) {
      refuseConsoleLogin(parameters, "NewAllowConsoleLogin");
      const role = roleOf(ram.directory, nameOf(parameters));
      const trust = parameters.get("NewAssumeRolePolicyDocument");
      if (trust !== undefined) {
        role.trusts = readTrust(trust);
        role.trustText = trust;
      }
      role.description = parameters.get("NewDescription") ?? role.description;
      const otherwise = role.maxSessionDuration;
      role.maxSessionDuration = optionalNumber(parameters, "NewMaxSessionDuration", { ...SESSION, otherwise });
      role.updatedAt = now;
      return { Role: { ...roleView(role, accountId), UpdateDate: ramTime(now) } };
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
      const { page, ...rest } = pageByName(
        parameters,
        Object.values(ram.directory.roles).filter((role) => hasSentTags(role, parameters)),
      );
      const roles = page.map((role) => {
        const { AssumeRolePolicyDocument: _, ...view } = roleView(role, accountId);
        return { ...view, UpdateDate: ramTime(role.updatedAt), Tags: { Tag: tagList(role) } };
      });
      return { ...rest, Roles: { Role: roles } };
    },
  },
};

/** Eighteen digits. */
export function roleId({ createdAt }: Pick<StoredRole, "createdAt">): string {
  return `3${createdAt}`.padEnd(18, "0");
}

/** Throws `CloudError` EntityNotExist.Role. */
export function roleOf(directory: Parameters<typeof roleIn>[0], name: string): StoredRole {
  const role = roleIn(directory, name);
  if (role === undefined) throw noSuchRole(name);
  return role;
}

/** There is no console that anybody could log in to, so asking for it is not taken in silence. */
function refuseConsoleLogin(parameters: RamParameters, name: string) {
  if (booleanOf(parameters, name)) throw notEmulated("RAM", `${name}=true`);
}

function roleView(role: StoredRole, accountId: string) {
  return {
    RoleId: roleId(role),
    RoleName: role.name,
    Arn: roleArn(accountId, role.name),
    Description: role.description,
    AssumeRolePolicyDocument: role.trustText ?? trustDocument(role.trusts),
    MaxSessionDuration: role.maxSessionDuration,
    // Roles here are for programs alone.
    AllowConsoleLogin: false,
    CreateDate: ramTime(role.createdAt),
  };
}

function detailedRole(role: StoredRole, accountId: string) {
  const isServiceLinked = role.name.startsWith("AliyunServiceRoleFor");
  return {
    ...roleView(role, accountId),
    UpdateDate: ramTime(role.updatedAt),
    IsServiceLinkedRole: isServiceLinked,
    RolePrincipalName: `${role.name.toLowerCase()}@role.${accountId}.onaliyunservice.com`,
  };
}

/** `2026-01-01T00:00:00Z` */
export function ramTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
