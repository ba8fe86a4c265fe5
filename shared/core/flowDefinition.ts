/** What a flow's file leaves open: `${flow}`, `${function}` and the like are filled in when it is deployed. */
interface FlowNames {
  region: string;
  accountId: string;
  /** Begins every name of a deployment. */
  prefix: string;
}

/** What begins every name of the deployment that this function belongs to. */
export function prefix(): string {
  return process.env.ALBFLOW_PREFIX ?? "albflow";
}

/** The name of an operation's flow, the same as its function's. */
export function flowNameOf(prefix: string, operation: string): string {
  return `${prefix}-${operation}`;
}

/** The operation whose flow has this name. */
export function operationOf(prefix: string, flow: string): string {
  return flow.slice(prefix.length + 1);
}

/** The flow that locks are executions of. */
export const LOCK = {
  name: "lock",
  summary: "Keeps everybody else from writing to a resource while an execution runs.",
};

/** The flow whose executions' inputs are parts of plans that are too large for a flow's state. */
export const KEEP = {
  name: "keep",
  summary: "Keep a part of a plan that is too large for the state of a flow.",
};

/**
 * Fills a flow's file with the names of an operation, or of what operations share. Throws an `Error` that names a placeholder that
 * nobody has filled.
 */
export function fillFlow(shape: string, operation: { name: string; summary: string }, names: FlowNames): string {
  const functionArn = (name: string) =>
    `acs:fc:${names.region}:${names.accountId}:functions/${flowNameOf(names.prefix, name)}/LATEST`;
  const values: Record<string, string> = {
    flow: flowNameOf(names.prefix, operation.name),
    summary: JSON.stringify(operation.summary),
    operation: operation.name,
    function: functionArn(operation.name),
    verify: functionArn("verify"),
    report: functionArn("report"),
    reportRenewal: functionArn("reportRenewal"),
    approval: functionArn("approval"),
  };
  return shape.replace(/\$\{(\w+)\}/g, (_, placeholder: string) => {
    const value = values[placeholder];
    if (value === undefined) throw new Error(`The flow names \${${placeholder}}, which nothing fills in.`);
    return value;
  });
}
