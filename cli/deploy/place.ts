/** Where a deployment is, and what its names begin with. */
export interface Place {
  region: string;
  accountId: string;
  /** Begins the name of every function, flow and role. */
  prefix: string;
  /** Where functions write their reports. */
  logProject: string;
  logstore: string;
}

/** The ARN by which RAM knows a function, without its version. */
export function functionArn({ region, accountId, prefix }: Place, name: string): string {
  return `acs:fc:${region}:${accountId}:functions/${prefix}-${name}`;
}

/** The ARN by which RAM knows a flow. */
export function flowArn({ region, accountId, prefix }: Place, name: string): string {
  return `acs:fnf:${region}:${accountId}:flow/${prefix}-${name}`;
}
