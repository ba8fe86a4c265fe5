import { roleArn, roleNameOf } from "../roleArn.ts";
import { optionalNumber, type RamAction, required } from "./action.ts";
import { isoSeconds, roleOf } from "./roles.ts";

/** Temporary credentials, and who one is. */
export const stsActions: Record<string, RamAction> = {
  AssumeRole: {
    product: "sts",
    resource: (parameters) => (parameters.get("RoleArn") ?? "").replace(/^acs:ram::\d+:/, ""),
    answer(parameters, { context, identity }) {
      const { ram, accountId } = context;
      const arn = required(parameters, "RoleArn", /^acs:ram::\d+:role\/./);
      const session = required(parameters, "RoleSessionName", /^[\w.@-]{2,64}$/);
      const role = roleOf(ram.directory, roleNameOf(arn, accountId));
      const most = role.maxSessionDuration;
      const seconds = optionalNumber(parameters, "DurationSeconds", {
        least: 900,
        most,
        otherwise: Math.min(3600, most),
      });
      // A trust in the account's root is a trust in everyone whom the account lets call AssumeRole.
      const own = identity.roleName === undefined ? "" : roleArn(accountId, identity.roleName);
      const principal = role.trusts.includes(own) ? own : `acs:ram::${accountId}:root`;
      const credentials = ram.assumeRole(arn, principal, seconds);
      return {
        Credentials: {
          AccessKeyId: credentials.accessKeyId,
          AccessKeySecret: credentials.accessKeySecret,
          SecurityToken: credentials.securityToken,
          Expiration: isoSeconds(credentials.expiresAt),
        },
        AssumedRoleUser: {
          Arn: `acs:ram::${accountId}:assumed-role/${role.name}/${session}`,
          AssumedRoleId: `3${role.createdAt}:${session}`,
        },
      };
    },
  },
  GetCallerIdentity: {
    product: "sts",
    answer(_, { identity }) {
      const { accountId, roleName } = identity;
      if (roleName === undefined) {
        return {
          AccountId: accountId,
          Arn: `acs:ram::${accountId}:root`,
          IdentityType: "Account",
          PrincipalId: accountId,
          UserId: accountId,
        };
      }
      return {
        AccountId: accountId,
        Arn: `acs:ram::${accountId}:assumed-role/${roleName}/session`,
        IdentityType: "AssumedRoleUser",
        PrincipalId: `${roleName}:session`,
        RoleId: roleName,
      };
    },
  },
};
