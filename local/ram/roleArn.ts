import { CloudError } from "../wire/cloudError.ts";

/** `acs:ram::<account>:role/<name>`; the name is in lower case, as RAM writes it in ARNs. */
export function roleArn(accountId: string, roleName: string): string {
  return `acs:ram::${accountId}:role/${roleName.toLowerCase()}`;
}

/** The role's name in an ARN of this account. Throws `CloudError` when it is none. */
export function roleNameOf(arn: string, accountId: string): string {
  const [, account, name] = /^acs:ram::(\d+):role\/([A-Za-z0-9.-]{1,64})$/.exec(arn) ?? [];
  if (account === undefined || name === undefined) {
    throw new CloudError(400, "InvalidParameter.RoleArn", `The parameter RoleArn is wrongly formed: '${arn}'.`);
  }
  if (account !== accountId) throw noSuchRole(arn);
  return name;
}

/** The account in a role's ARN; undefined when it is none. */
export function accountOfRole(arn: string): string | undefined {
  return /^acs:ram::(\d+):role\/./.exec(arn)?.[1];
}

/** RAM's refusal for a role that is not there. */
export function noSuchRole(role: string): CloudError {
  return new CloudError(404, "EntityNotExist.Role", `The role not exists: ${role}`);
}
