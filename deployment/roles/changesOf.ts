import { canonicalJson } from "../../shared/platform/canonicalJson.ts";
import type { RamClient } from "../../shared/platform/clients/ram.ts";
import { type DeploymentChange, lineDiff, orNothing, retryWhileBusy } from "../changes.ts";
import { cliMessage } from "../language.ts";
import type { RoleToDeploy } from "./rolesOf.ts";

/** What must be done so that these roles are there, each with its policy and none besides of ours. */
export async function changesOf(ram: RamClient, roles: RoleToDeploy[]): Promise<DeploymentChange[]> {
  const changes: DeploymentChange[] = [];
  for (const role of roles) {
    changes.push(await roleChange(ram, role), await policyChange(ram, role), await attachment(ram, role));
  }
  return changes;
}

/** What must be done so that they are gone. */
export async function removalsOf(ram: RamClient, roles: RoleToDeploy[]): Promise<DeploymentChange[]> {
  const changes: DeploymentChange[] = [];
  for (const { name } of roles) {
    const attached = await attachedTo(ram, name);
    if (attached !== undefined) {
      changes.push({
        what: `role ${name}`,
        kind: "remove",
        diff: [],
        async apply() {
          for (const policy of attached) {
            await orNothing(() => ram.call("DetachPolicyFromRole", attachmentOf(name, policy)));
          }
          await orNothing(() => ram.call("DeleteRole", { RoleName: name }));
        },
      });
    }
    if ((await describePolicy(ram, name)) !== undefined) {
      const apply = async () =>
        void (await orNothing(() => ram.call("DeletePolicy", { PolicyName: name, CascadingDelete: "true" })));
      changes.push({ what: `policy ${name}`, kind: "remove", diff: [], apply });
    }
  }
  return changes;
}

async function roleChange(ram: RamClient, role: RoleToDeploy): Promise<DeploymentChange> {
  const { name, description, trusts } = role;
  const what = `role ${name}`;
  const trust = role.trust === undefined ? trustDocument(trusts) : JSON.stringify(role.trust);
  const there = await orNothing(() => ram.call<DescribedRole>("GetRole", { RoleName: name }));
  if (there === undefined) {
    const made = { RoleName: name, Description: description, AssumeRolePolicyDocument: trust };
    return { what, kind: "create", diff: [`for ${trusts}`], apply: () => done(ram.call("CreateRole", made)) };
  }
  const diff = [
    ...lineDiff(pretty(there.Role.AssumeRolePolicyDocument), pretty(trust)),
    ...(there.Role.Description === description ? [] : [`description: ${there.Role.Description} → ${description}`]),
  ];
  const change = { RoleName: name, NewDescription: description, NewAssumeRolePolicyDocument: trust };
  return changed(what, diff, () => done(retryWhileBusy(() => ram.call("UpdateRole", change))));
}

async function policyChange(ram: RamClient, { name, description, policy }: RoleToDeploy): Promise<DeploymentChange> {
  const what = `policy ${name}`;
  const document = JSON.stringify(policy);
  const there = await describePolicy(ram, name);
  if (there === undefined) {
    const parameters = { PolicyName: name, Description: description, PolicyDocument: document };
    const apply = () => done(retryWhileBusy(() => ram.call("CreatePolicy", parameters)));
    return { what, kind: "create", diff: policy.Statement.map(statementLine), apply };
  }
  const diff = lineDiff(pretty(there.DefaultPolicyVersion.PolicyDocument), pretty(document));
  const version = {
    PolicyName: name,
    PolicyDocument: document,
    SetAsDefault: "true",
    // RAM keeps five versions of a policy.
    RotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded",
  };
  return changed(what, diff, () => done(retryWhileBusy(() => ram.call("CreatePolicyVersion", version))));
}

async function attachment(ram: RamClient, { name }: RoleToDeploy): Promise<DeploymentChange> {
  const what = `policy ${name} on its role`;
  const attached = (await attachedTo(ram, name)) ?? [];
  const others = attached.filter(({ PolicyName }) => PolicyName !== name);
  const attach = () => done(retryWhileBusy(() => ram.call("AttachPolicyToRole", attachmentOf(name))));
  if (others.length === attached.length && others.length === 0)
    return { what, kind: "create", diff: [], apply: attach };
  const diff = [
    ...(others.length === attached.length ? [`attach ${name}`] : []),
    ...others.map(({ PolicyName }) => cliMessage("policy-detached", { policy: PolicyName })),
  ];
  return changed(what, diff, async () => {
    if (others.length === attached.length) await attach();
    for (const other of others) {
      await retryWhileBusy(() => ram.call("DetachPolicyFromRole", attachmentOf(name, other)));
    }
  });
}

function attachmentOf(role: string, policy: AttachedPolicy = { PolicyName: role, PolicyType: "Custom" }) {
  return { RoleName: role, PolicyName: policy.PolicyName, PolicyType: policy.PolicyType };
}

function changed(what: string, diff: string[], apply: () => Promise<void>): DeploymentChange {
  return { what, kind: diff.length === 0 ? "same" : "change", diff, apply: diff.length === 0 ? async () => {} : apply };
}

interface DescribedRole {
  Role: { Description: string; AssumeRolePolicyDocument: string };
}

interface AttachedPolicy {
  PolicyName: string;
  PolicyType: string;
}

function describePolicy(ram: RamClient, name: string) {
  type Described = { DefaultPolicyVersion: { PolicyDocument: string } };
  return orNothing(() => ram.call<Described>("GetPolicy", { PolicyType: "Custom", PolicyName: name }));
}

async function attachedTo(ram: RamClient, role: string): Promise<AttachedPolicy[] | undefined> {
  type Listed = { Policies: { Policy: AttachedPolicy[] } };
  return (await orNothing(() => ram.call<Listed>("ListPoliciesForRole", { RoleName: role })))?.Policies.Policy;
}

function trustDocument(service: string): string {
  const statement = { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [service] } };
  return JSON.stringify({ Statement: [statement], Version: "1" });
}

function statementLine({ Action, Resource }: RoleToDeploy["policy"]["Statement"][number]): string {
  return `${Action.join(", ")} on ${Resource.join(", ")}`;
}

/** RAM gives documents back as they were written, whoever wrote them. */
function pretty(document: string): string {
  return JSON.stringify(JSON.parse(canonicalJson(JSON.parse(document))), null, 2);
}

async function done(call: Promise<unknown>): Promise<void> {
  await call;
}
