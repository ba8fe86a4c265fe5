import { CloudError } from "../../wire/cloudError.ts";
import type { ManagedPolicy, RamDirectory } from "../contract.ts";
import { isSystemPolicy, policyIn, systemPolicies } from "../directory.ts";
import { readPolicy } from "../documents.ts";
import { roleArn } from "../roleArn.ts";
import { booleanOf, pageByName, type RamAction, type RamParameters, requiredParameter } from "./action.ts";
import {
  defaultOf,
  defaultVersionView,
  numberOf,
  putVersions,
  versionOf,
  versionsLeft,
  versionsOf,
  versionView,
} from "./policyVersions.ts";
import { ramTime, roleId, roleOf } from "./roles.ts";
import { hasSentTags, putSentTags, tagList } from "./tags.ts";

const nameOf = (parameters: RamParameters) => requiredParameter(parameters, "PolicyName", /^[A-Za-z0-9-]{1,128}$/);
const resource = (parameters: RamParameters) => `policy/${parameters.get("PolicyName") ?? "*"}`;
const roleResource = (parameters: RamParameters) => `role/${parameters.get("RoleName") ?? "*"}`;
const roleIn = (directory: RamDirectory, parameters: RamParameters) =>
  roleOf(directory, requiredParameter(parameters, "RoleName", /^[A-Za-z0-9.-]{1,64}$/));

/** Policies with names of their own, and which role has which. */
export const policyActions: Record<string, RamAction> = {
  CreatePolicy: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram }, now }) {
      const name = nameOf(parameters);
      if (policyIn(ram.directory, name) !== undefined) {
        throw new CloudError(409, "EntityAlreadyExists.Policy", `The policy already exists: ${name}`);
      }
      const document = readPolicy(requiredParameter(parameters, "PolicyDocument", /./));
      const policy: ManagedPolicy = {
        name,
        description: parameters.get("Description") ?? "",
        document,
        createdAt: now,
      };
      putSentTags(policy, parameters);
      ram.directory.policies[name] = policy;
      return { Policy: policyView(policy) };
    },
  },
  GetPolicy: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram } }) {
      const policy = typedPolicy(ram.directory, parameters);
      return {
        Policy: {
          ...policyView(policy),
          ...withDocument(policy.document),
          UpdateDate: ramTime(policy.updatedAt ?? policy.createdAt),
          AttachmentCount: usersOf(ram.directory, policy.name).length,
        },
        DefaultPolicyVersion: { ...withDocument(policy.document), ...defaultVersionView(policy) },
      };
    },
  },
  ListPolicies: {
    product: "ram",
    resource: () => "policy/*",
    answer(parameters, { context: { ram } }) {
      const type = parameters.get("PolicyType");
      const all = [...Object.values(ram.directory.policies), ...(type === undefined ? [] : systemPolicies())].filter(
        (policy) => (type === undefined || typeOf(policy.name) === type) && hasSentTags(policy, parameters),
      );
      const { page, ...rest } = pageByName(parameters, all);
      const policies = page.map((policy) => ({
        ...policyView(policy),
        UpdateDate: ramTime(policy.updatedAt ?? policy.createdAt),
        AttachmentCount: usersOf(ram.directory, policy.name).length,
        Tags: { Tag: tagList(policy) },
      }));
      return { ...rest, Policies: { Policy: policies } };
    },
  },
  UpdatePolicyDescription: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram }, now }) {
      const policy = customPolicy(ram.directory, nameOf(parameters));
      policy.description = parameters.get("NewDescription") ?? "";
      policy.updatedAt = now;
      return { Policy: { ...policyView(policy), UpdateDate: ramTime(now) } };
    },
  },
  DeletePolicy: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram } }) {
      const policy = customPolicy(ram.directory, nameOf(parameters));
      const { name } = policy;
      const users = usersOf(ram.directory, name);
      if (users.length > 0) {
        throw new CloudError(
          409,
          "DeleteConflict.Policy.Role",
          `The policy ${name} cannot be deleted while it is attached to roles: ${users.join(", ")}.`,
        );
      }
      if (versionsOf(policy).length > 1 && !booleanOf(parameters, "CascadingDelete")) {
        throw new CloudError(
          409,
          "DeleteConflict.Policy.Version",
          `The policy ${name} cannot be deleted while it has versions other than the default one.`,
        );
      }
      delete ram.directory.policies[name];
      return {};
    },
  },
  AttachPolicyToRole: {
    product: "ram",
    resource: roleResource,
    answer(parameters, { context: { ram }, now }) {
      const role = roleIn(ram.directory, parameters);
      const { name } = typedPolicy(ram.directory, parameters);
      if (role.attached.includes(name)) {
        throw new CloudError(
          409,
          "EntityAlreadyExists.Role.Policy",
          `The policy ${name} is attached to ${role.name} already.`,
        );
      }
      role.attached.push(name);
      role.attachedAt = { ...role.attachedAt, [name]: now };
      return {};
    },
  },
  DetachPolicyFromRole: {
    product: "ram",
    resource: roleResource,
    answer(parameters, { context: { ram } }) {
      const role = roleIn(ram.directory, parameters);
      const name = nameOf(parameters);
      if (!role.attached.includes(name)) {
        throw new CloudError(404, "EntityNotExist.Role.Policy", `The policy ${name} is not attached to ${role.name}.`);
      }
      role.attached = role.attached.filter((one) => one !== name);
      return {};
    },
  },
  ListPoliciesForRole: {
    product: "ram",
    resource: roleResource,
    answer(parameters, { context: { ram } }) {
      const role = roleIn(ram.directory, parameters);
      const policies = role.attached.map((name) => {
        const { CreateDate: _, ...view } = policyView(policyOf(ram.directory, name));
        return { ...view, AttachDate: ramTime(role.attachedAt?.[name] ?? role.updatedAt) };
      });
      return { Policies: { Policy: policies } };
    },
  },
  ListEntitiesForPolicy: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram, accountId } }) {
      const { name } = typedPolicy(ram.directory, parameters);
      const roles = Object.values(ram.directory.roles).filter(({ attached }) => attached.includes(name));
      return {
        // This cloud has no users and groups.
        Users: { User: [] },
        Groups: { Group: [] },
        Roles: {
          Role: roles.map((role) => ({
            RoleId: roleId(role),
            RoleName: role.name,
            Arn: roleArn(accountId, role.name),
            Description: role.description,
            AttachDate: ramTime(role.attachedAt?.[name] ?? role.updatedAt),
          })),
        },
      };
    },
  },
  CreatePolicyVersion: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram }, now }) {
      const policy = customPolicy(ram.directory, nameOf(parameters));
      const document = readPolicy(requiredParameter(parameters, "PolicyDocument", /./));
      const before = versionsLeft(policy, parameters.get("RotateStrategy"));
      const version = { id: `v${1 + Math.max(...versionsOf(policy).map(numberOf))}`, document, createdAt: now };
      const isDefault = booleanOf(parameters, "SetAsDefault");
      putVersions(policy, [...before, version], isDefault ? version.id : defaultOf(policy), now);
      return { PolicyVersion: { ...versionView(policy, version), ...withDocument(document) } };
    },
  },
  GetPolicyVersion: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram } }) {
      const policy = typedPolicy(ram.directory, parameters);
      const version = versionOf(policy, parameters);
      return { PolicyVersion: { ...versionView(policy, version), ...withDocument(version.document) } };
    },
  },
  ListPolicyVersions: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram } }) {
      const policy = typedPolicy(ram.directory, parameters);
      const versions = [...versionsOf(policy)].reverse();
      const shown = versions.map((one) => ({ ...versionView(policy, one), ...withDocument(one.document) }));
      return { PolicyVersions: { PolicyVersion: shown } };
    },
  },
  SetDefaultPolicyVersion: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram }, now }) {
      const policy = customPolicy(ram.directory, nameOf(parameters));
      putVersions(policy, versionsOf(policy), versionOf(policy, parameters).id, now);
      return {};
    },
  },
  DeletePolicyVersion: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram }, now }) {
      const policy = customPolicy(ram.directory, nameOf(parameters));
      const { id } = versionOf(policy, parameters);
      if (id === defaultOf(policy)) {
        throw new CloudError(
          409,
          "DeleteConflict.PolicyVersion.Default",
          `The version ${id} is the default one of ${policy.name} and cannot be deleted.`,
        );
      }
      const left = versionsOf(policy).filter((one) => one.id !== id);
      putVersions(policy, left, defaultOf(policy), now);
      return {};
    },
  },
};

function policyOf(directory: RamDirectory, name: string): ManagedPolicy {
  const policy = policyIn(directory, name);
  if (policy === undefined) throw new CloudError(404, "EntityNotExist.Policy", `The policy does not exist: ${name}`);
  return policy;
}

/** The policy that a call names; with its type, where it names that, too. */
function typedPolicy(directory: RamDirectory, parameters: RamParameters): ManagedPolicy {
  const policy = policyOf(directory, nameOf(parameters));
  const type = parameters.get("PolicyType");
  if (type === undefined || type === typeOf(policy.name)) return policy;
  throw new CloudError(404, "EntityNotExist.Policy", `The policy does not exist: ${policy.name} of type ${type}`);
}

function customPolicy(directory: RamDirectory, name: string): ManagedPolicy {
  if (isSystemPolicy(name)) {
    throw new CloudError(403, "NoPermission", `The policy ${name} belongs to the system and cannot be changed.`);
  }
  return policyOf(directory, name);
}

function usersOf({ roles }: RamDirectory, policy: string): string[] {
  return Object.values(roles).flatMap(({ name, attached }) => (attached.includes(policy) ? [name] : []));
}

function typeOf(name: string): "System" | "Custom" {
  return isSystemPolicy(name) ? "System" : "Custom";
}

function policyView(policy: ManagedPolicy) {
  return {
    PolicyName: policy.name,
    PolicyType: typeOf(policy.name),
    Description: policy.description,
    DefaultVersion: defaultOf(policy),
    CreateDate: ramTime(policy.createdAt),
  };
}

function withDocument(document: ManagedPolicy["document"]) {
  return { PolicyDocument: JSON.stringify(document) };
}
