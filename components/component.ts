import { dirname, resolve } from "node:path";
import { z } from "zod";
import { cliMessages } from "../deployment/language.ts";
import type { DeploymentTarget } from "../deployment/target.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { problemsOfIssues } from "../shared/platform/reasons/inputProblems.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import type { Credentials } from "../shared/platform/session.ts";

/** What Serverless Devs 3 gives to a component's commands (seen with version 3.1.10). */
export interface ComponentInputs {
  cwd: string;
  props: unknown;
  args: string[];
  yaml: { path: string };
  /** The resource of s.yaml that is meant. */
  resource: { name: string };
  getCredential(): Promise<{ AccountID: string; AccessKeyID: string; AccessKeySecret: string; SecurityToken?: string }>;
}

/** What it gives to a component's constructor. */
export interface ComponentTools {
  logger: { info(line: string): void };
}

/** Whom a component calls the cloud as, for which deployment. */
export interface Deployer {
  target: DeploymentTarget;
  credentials: Credentials;
  /** The folder of s.yaml: what its paths are relative to. */
  root: string;
}

/** Checks a resource's properties. Throws `AlbflowError` InvalidInput that names every wrong one by its path. */
export function checkedProps<Schema extends z.ZodType>(schema: Schema, inputs: ComponentInputs): z.output<Schema> {
  const { success, data, error } = schema.safeParse(inputs.props);
  if (success) return data;
  const problems = problemsOfIssues(error.issues, inputs.props).map(({ field, problem }) => ({
    property: field,
    problem: problem.code === "value-unknown" ? null : (problem as Reason | null),
  }));
  throw new AlbflowError("InvalidInput", reason("properties-invalid", { resource: inputs.resource.name, problems }));
}

/** The properties' JSON Schema, as `s verify` wants it: as text, of draft 7. */
export function schemaText(schema: z.ZodType): string {
  return JSON.stringify(z.toJSONSchema(schema, { io: "input", target: "draft-7" }));
}

/** Who deploys where, by the access that s.yaml names. */
export async function deployerFor(
  inputs: ComponentInputs,
  props: Omit<DeploymentTarget, "accountId">,
): Promise<Deployer> {
  const { AccountID, AccessKeyID, AccessKeySecret, SecurityToken } = await inputs.getCredential();
  return {
    target: { ...props, accountId: AccountID },
    credentials: {
      accessKeyId: AccessKeyID,
      accessKeySecret: AccessKeySecret,
      ...(SecurityToken === undefined || SecurityToken === "" ? {} : { securityToken: SecurityToken }),
    },
    root: dirname(resolve(inputs.cwd, inputs.yaml.path)),
  };
}

/** Does the work of a component. Serverless Devs prints the message of an error, so that it is made here. */
export async function withReasons<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    const message = cliMessages().sentences(error.reason);
    throw Object.assign(new Error(message, { cause: error }), { name: error.kind, reason: error.reason });
  }
}
