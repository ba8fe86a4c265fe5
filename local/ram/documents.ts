import { CloudError } from "../wire/cloudError.ts";
import { type ConditionContext, conditionsHold, isConditionOperator } from "./conditions.ts";
import type { Policy, PolicyStatement } from "./contract.ts";

/** A policy has at most so many characters (real-cloud.md FR15). */
const LONGEST_POLICY = 6_144;

/**
 * Reads a policy document. Throws `CloudError` MalformedPolicyDocument, saying what is wrong, or
 * InvalidParameter.PolicyDocument.Length (that code is assumed).
 */
export function readPolicy(text: string): Policy {
  if (text.length > LONGEST_POLICY) {
    throw new CloudError(
      400,
      "InvalidParameter.PolicyDocument.Length",
      `The policy document has ${text.length} characters; at most ${LONGEST_POLICY} are allowed.`,
    );
  }
  const { Version, Statement } = objectIn(text);
  if (Version !== "1") throw malformed('Version must be "1"');
  if (!Array.isArray(Statement) || Statement.length === 0) throw malformed("Statement must be a list with statements");
  Statement.forEach(checkStatement);
  // Held against the shape just above.
  return { Version, Statement: Statement as PolicyStatement[] };
}

/** The principals that a role's trust policy lets assume it. Throws `CloudError` MalformedPolicyDocument. */
export function readTrust(text: string): string[] {
  return trustStatements(text).flatMap(({ principals }) => principals);
}

/** Whether a trust policy lets one of these principals assume its role, with what is known of the call (`sts:ExternalId`). */
export function trustAllows(text: string, principals: string[], context: ConditionContext): boolean {
  return trustStatements(text).some(
    (statement) =>
      statement.principals.some((one) => principals.includes(one)) && conditionsHold(statement.conditions, context),
  );
}

function trustStatements(text: string): { principals: string[]; conditions: PolicyStatement["Condition"] }[] {
  const { Statement } = objectIn(text);
  if (!Array.isArray(Statement)) throw malformed("Statement must be a list");
  return Statement.map((statement: unknown) => {
    const { Effect, Principal, Condition } = (statement ?? {}) as Record<string, unknown>;
    if (Effect !== "Allow" || typeof Principal !== "object" || Principal === null) {
      throw malformed("a trust statement allows a Principal");
    }
    const principals = Object.values(Principal).flat() as unknown[];
    if (!principals.every((one) => typeof one === "string")) throw malformed("principals are strings");
    if (Condition !== undefined) checkCondition(Condition);
    return { principals, conditions: Condition as PolicyStatement["Condition"] };
  });
}

/** A trust policy that lets these principals assume a role. */
export function trustDocument(trusts: string[]): string {
  const [services, accounts] = [false, true].map((ram) => trusts.filter((one) => one.startsWith("acs:ram:") === ram));
  const Principal = {
    ...(services !== undefined && services.length > 0 && { Service: services }),
    ...(accounts !== undefined && accounts.length > 0 && { RAM: accounts }),
  };
  return JSON.stringify({ Version: "1", Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal }] });
}

function checkStatement(statement: unknown) {
  const { Effect, Action, Resource, Condition = {} } = (statement ?? {}) as Record<string, unknown>;
  if (Effect !== "Allow" && Effect !== "Deny") throw malformed("Effect must be Allow or Deny");
  if (!isTexts(Action)) throw malformed("Action must be a string or a list of strings");
  if (!isTexts(Resource)) throw malformed("Resource must be a string or a list of strings");
  checkCondition(Condition);
}

function checkCondition(Condition: unknown) {
  if (typeof Condition !== "object" || Condition === null) throw malformed("Condition must be an object");
  for (const [operator, keys] of Object.entries(Condition)) {
    if (!isConditionOperator(operator)) throw malformed(`the condition operator ${operator} is not known`);
    if (typeof keys !== "object" || keys === null || !Object.values(keys as object).every(isTexts)) {
      throw malformed(`${operator} must hold keys with strings or lists of strings`);
    }
  }
}

function isTexts(value: unknown): boolean {
  return (Array.isArray(value) ? value : [value]).every((one) => typeof one === "string" && one !== "");
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {}
  throw malformed("it is not a JSON object");
}

function malformed(what: string): CloudError {
  return new CloudError(400, "MalformedPolicyDocument", `The policy document is malformed: ${what}.`);
}
