import { CloudError } from "../../wire/cloudError.ts";
import type { Policy } from "../contract.ts";
import { readPolicy } from "../documents.ts";
import { accountOfRole, noSuchRole, roleArn, roleNameOf } from "../roleArn.ts";
import { optionalNumber, type RamAction, type RamParameters, requiredParameter } from "./action.ts";
import { ramTime, roleId, roleOf } from "./roles.ts";

/** Temporary credentials, and who one is. */
export const stsActions: Record<string, RamAction> = {
  AssumeRole: {
    product: "sts",
    resource: (parameters) => (parameters.get("RoleArn") ?? "").replace(/^acs:ram::\d+:/, ""),
    answer(parameters, { context, identity }) {
      const arn = requiredParameter(parameters, "RoleArn", /^acs:ram::\d+:role\/./);
      // The role's account decides whom it trusts; the caller's has decided already whether it may ask.
      const accountId = accountOfRole(arn) ?? context.accountId;
      const ram = accountId === context.accountId ? context.ram : context.ramOf?.(accountId);
      if (ram === undefined) throw noSuchRole(arn);
      const session = requiredParameter(parameters, "RoleSessionName", /^[\w.@-]{2,64}$/);
      const role = roleOf(ram.directory, roleNameOf(arn, accountId));
      const most = role.maxSessionDuration;
      const seconds = optionalNumber(parameters, "DurationSeconds", {
        least: 900,
        most,
        otherwise: Math.min(3600, most),
      });
      // A trust in the account's root is a trust in everyone whom the account lets call AssumeRole.
      const root = `acs:ram::${identity.accountId}:root`;
      const principals = [
        ...(identity.roleName === undefined ? [] : [roleArn(identity.accountId, identity.roleName)]),
        root,
      ];
      const named = { sessionName: session, ...sessionPolicyIn(parameters) };
      const credentials = ram.assumeRole(arn, principals, seconds, named, externalIdIn(parameters));
      const source = parameters.get("SourceIdentity");
      return {
        Credentials: {
          AccessKeyId: credentials.accessKeyId,
          AccessKeySecret: credentials.accessKeySecret,
          SecurityToken: credentials.securityToken,
          Expiration: ramTime(credentials.expiresAt),
        },
        AssumedRoleUser: {
          Arn: `acs:ram::${accountId}:assumed-role/${role.name}/${session}`,
          AssumedRoleId: `${roleId(role)}:${session}`,
        },
        ...(source === undefined ? {} : { SourceIdentity: source }),
      };
    },
  },
  GetCallerIdentity: {
    product: "sts",
    answer(_, { identity, context: { ram } }) {
      const { accountId, roleName, sessionName = "session" } = identity;
      if (roleName === undefined) {
        return {
          AccountId: accountId,
          Arn: `acs:ram::${accountId}:root`,
          IdentityType: "Account",
          PrincipalId: accountId,
          UserId: accountId,
        };
      }
      const id = roleId(roleOf(ram.directory, roleName));
      return {
        AccountId: accountId,
        Arn: `acs:ram::${accountId}:assumed-role/${roleName}/${sessionName}`,
        IdentityType: "AssumedRoleUser",
        PrincipalId: `${id}:${sessionName}`,
        RoleId: id,
      };
    },
  },
};

/** Whom a role's trust policy may ask for by `sts:ExternalId`: 2 to 1,224 characters (STS, AssumeRole). */
function externalIdIn(parameters: RamParameters): Record<string, string> {
  const id = parameters.get("ExternalId") ?? "";
  if (id === "") return {};
  return { "sts:ExternalId": requiredParameter(parameters, "ExternalId", /^[\w=@:/.-]{2,1224}$/) };
}

/** A session is narrowed by at most so many characters (the SDK's text). */
const LONGEST_SESSION_POLICY = 2_048;

function sessionPolicyIn(parameters: RamParameters): { sessionPolicy?: Policy } {
  const text = parameters.get("Policy") ?? "";
  if (text === "") return {};
  if (text.length > LONGEST_SESSION_POLICY) {
    throw new CloudError(
      400,
      "InvalidParameter.PolicyGrammar",
      `The parameter Policy has ${text.length} characters; at most ${LONGEST_SESSION_POLICY} are allowed.`,
    );
  }
  return { sessionPolicy: readPolicy(text) };
}
