import { CloudError } from "../../wire/cloudError.ts";
import type { ManagedPolicy, RamDirectory } from "../contract.ts";
import { isSystemPolicy, policyIn } from "../directory.ts";
import { readPolicy } from "../documents.ts";
import { type RamAction, type RamParameters, required } from "./action.ts";
import { isoSeconds, roleOf } from "./roles.ts";

const nameOf = (parameters: RamParameters) => required(parameters, "PolicyName", /^[A-Za-z0-9-]{1,128}$/);
const resource = (parameters: RamParameters) => `policy/${parameters.get("PolicyName") ?? "*"}`;
const roleResource = (parameters: RamParameters) => `role/${parameters.get("RoleName") ?? "*"}`;
const roleIn = (directory: RamDirectory, parameters: RamParameters) =>
  roleOf(directory, required(parameters, "RoleName", /^[A-Za-z0-9.-]{1,64}$/));

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
      const document = readPolicy(required(parameters, "PolicyDocument", /./));
      const policy = { name, description: parameters.get("Description") ?? "", document, createdAt: now };
      ram.directory.policies[name] = policy;
      return { Policy: policyView(ram.directory, policy) };
    },
  },
  CreatePolicyVersion: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram }, now }) {
      const policy = customPolicy(ram.directory, nameOf(parameters));
      policy.document = readPolicy(required(parameters, "PolicyDocument", /./));
      // Only the default version is kept: nobody here goes back to a former one.
      return { PolicyVersion: { VersionId: "v1", IsDefaultVersion: true, CreateDate: isoSeconds(now) } };
    },
  },
  GetPolicy: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram } }) {
      const policy = policyOf(ram.directory, nameOf(parameters));
      return {
        Policy: policyView(ram.directory, policy),
        DefaultPolicyVersion: {
          VersionId: "v1",
          IsDefaultVersion: true,
          PolicyDocument: JSON.stringify(policy.document),
          CreateDate: isoSeconds(policy.createdAt),
        },
      };
    },
  },
  ListPolicies: {
    product: "ram",
    resource: () => "policy/*",
    answer: (_, { context: { ram } }) => ({
      IsTruncated: false,
      Policies: { Policy: Object.values(ram.directory.policies).map((policy) => policyView(ram.directory, policy)) },
    }),
  },
  DeletePolicy: {
    product: "ram",
    resource,
    answer(parameters, { context: { ram } }) {
      const { name } = customPolicy(ram.directory, nameOf(parameters));
      const users = usersOf(ram.directory, name);
      if (users.length > 0) {
        throw new CloudError(
          409,
          "DeleteConflict.Policy.Role",
          `The policy ${name} cannot be deleted while it is attached to roles: ${users.join(", ")}.`,
        );
      }
      delete ram.directory.policies[name];
      return {};
    },
  },
  AttachPolicyToRole: {
    product: "ram",
    resource: roleResource,
    answer(parameters, { context: { ram } }) {
      const role = roleIn(ram.directory, parameters);
      const { name } = policyOf(ram.directory, nameOf(parameters));
      if (role.attached.includes(name)) {
        throw new CloudError(
          409,
          "EntityAlreadyExists.Role.Policy",
          `The policy ${name} is attached to ${role.name} already.`,
        );
      }
      role.attached.push(name);
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
      const { attached } = roleIn(ram.directory, parameters);
      const policies = attached.map((name) => policyView(ram.directory, policyOf(ram.directory, name)));
      return { Policies: { Policy: policies } };
    },
  },
};

function policyOf(directory: RamDirectory, name: string): ManagedPolicy {
  const policy = policyIn(directory, name);
  if (policy === undefined) throw new CloudError(404, "EntityNotExist.Policy", `The policy does not exist: ${name}`);
  return policy;
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

function policyView(directory: RamDirectory, { name, description, createdAt }: ManagedPolicy) {
  return {
    PolicyName: name,
    PolicyType: isSystemPolicy(name) ? "System" : "Custom",
    Description: description,
    DefaultVersion: "v1",
    AttachmentCount: usersOf(directory, name).length,
    CreateDate: isoSeconds(createdAt),
  };
}
