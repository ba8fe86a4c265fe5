import type { Session } from "../../shared/platform/session.ts";
import type { Field } from "./field.ts";
import { ownName } from "./own.ts";
import { taken } from "./probe.ts";
import { textAt } from "./signedCall.ts";

/** The keys of a role that may do no more than its one policy says. It is trusted by the account, and by CloudFlow and Function Compute. */
export async function roleCredentials(
  field: Field,
  name: string,
  statements: { Action: string | string[]; Resource: string | string[] }[],
): Promise<Session["credentials"]> {
  const arn = await makeRole(field, name, statements);
  const session = { RoleArn: arn, RoleSessionName: "fieldtest", DurationSeconds: 900 };
  // A new role is known everywhere after some seconds only (real-cloud.md FR5).
  const until = Math.ceil(field.timeoutMs / field.pauseMs / 10);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await field.call("sts", "AssumeRole", session);
    if (answer.code !== "" && attempt < until) {
      await field.pause();
      continue;
    }
    const { body } = taken(answer);
    return {
      accessKeyId: textAt(body, "Credentials.AccessKeyId"),
      accessKeySecret: textAt(body, "Credentials.AccessKeySecret"),
      securityToken: textAt(body, "Credentials.SecurityToken"),
    };
  }
}

/** Makes a role with one policy; gives its ARN. */
export async function makeRole(
  field: Field,
  name: string,
  statements: { Action: string | string[]; Resource: string | string[] }[],
): Promise<string> {
  const account = textAt(taken(await field.call("sts", "GetCallerIdentity")).body, "AccountId");
  const RoleName = ownName(field, name);
  const Principal = { RAM: [`acs:ram::${account}:root`], Service: ["fnf.aliyuncs.com", "fc.aliyuncs.com"] };
  const trust = { Version: "1", Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal }] };
  const made = await field.call("ram", "CreateRole", { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
  const policy = { Version: "1", Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })) };
  taken(await field.call("ram", "CreatePolicy", { PolicyName: RoleName, PolicyDocument: JSON.stringify(policy) }));
  taken(await field.call("ram", "AttachPolicyToRole", { PolicyType: "Custom", PolicyName: RoleName, RoleName }));
  return textAt(taken(made).body, "Role.Arn");
}
