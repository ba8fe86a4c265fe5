/** Where a deployment is, and what its names begin with. */
export interface DeploymentTarget {
  region: string;
  accountId: string;
  /** Begins the name of every function, flow and role. */
  prefix: string;
  /** Where functions write their reports. */
  logProject: string;
  logstore: string;
  /** Where Function Compute writes the functions' own logs, in the same project. */
  functionLogstore: string;
}

/** The ARNs by which RAM knows a function: itself, and its versions. Which of them an invocation is held against is open (open.md O47). */
export function targetFunctionArns({ region, accountId, prefix }: DeploymentTarget, name: string): string[] {
  const arn = `acs:fc:${region}:${accountId}:functions/${prefix}-${name}`;
  return [arn, `${arn}/*`];
}
