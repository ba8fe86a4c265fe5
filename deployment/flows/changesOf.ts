import { isError } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import type { CloudFlowClient } from "../../shared/platform/clients/cloudFlow.ts";
import { allPages, collect } from "../../shared/platform/clients/pages.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { type DeploymentChange, lineDiff, orNothing, retryWhileBusy } from "../changes.ts";
import { placedFinding } from "./findingReason.ts";
import type { FlowToDeploy } from "./flowsOf.ts";

/**
 * What must be done so that these flows are there. Throws `AlbflowError` InvalidInput for a definition that CloudFlow would
 * refuse.
 */
export async function changesOf(
  client: CloudFlowClient,
  flows: FlowToDeploy[],
  roleArn: string,
): Promise<DeploymentChange[]> {
  for (const flow of flows) check(flow);
  const there = await flowsThere(client);
  return flows.map((flow) => changeOf(client, flow, roleArn, there.get(flow.name)));
}

/** What must be done so that they are gone. */
export async function removalsOf(client: CloudFlowClient, flows: FlowToDeploy[]): Promise<DeploymentChange[]> {
  const changes: DeploymentChange[] = [];
  const known = await flowsThere(client);
  for (const { name } of flows) {
    const there = known.get(name);
    const apply = async () => void (await orNothing(() => client.call("DeleteFlow", { Name: name })));
    if (there !== undefined) changes.push({ what: `flow ${name}`, kind: "remove", diff: [], apply });
  }
  return changes;
}

/** What there is of them, by name. */
export async function describeFlows(client: CloudFlowClient, flows: FlowToDeploy[]): Promise<Record<string, object>> {
  const found: Record<string, object> = {};
  const known = await flowsThere(client);
  for (const { name, definition } of flows) {
    const there = known.get(name);
    found[name] =
      there === undefined
        ? { state: "missing" }
        : {
            state: there.Definition === definition ? "as here" : "differs from here",
            roleArn: there.RoleArn,
            changed: there.LastModifiedTime,
          };
  }
  return found;
}

/** The fields of a flow in ListFlows that matter here (cloudflow.md §8.1). */
interface DescribedFlow {
  Name: string;
  Definition: string;
  Description: string;
  RoleArn: string;
  LastModifiedTime: string;
}

/** All flows by their names: one call, where CloudFlow would take ten seconds to describe twenty of them (cloudflow.md §8.4). */
async function flowsThere(client: CloudFlowClient): Promise<Map<string, DescribedFlow>> {
  const flows = await collect(
    allPages(
      ({ NextToken }) =>
        client.call("ListFlows", { Limit: 999, ...(NextToken === undefined ? {} : { NextToken }) }) as Promise<{
          Flows?: DescribedFlow[];
          NextToken?: string;
        }>,
      (page) => page.Flows,
    ),
  );
  return new Map(flows.map((flow) => [flow.Name, flow]));
}

function changeOf(
  client: CloudFlowClient,
  flow: FlowToDeploy,
  roleArn: string,
  there: DescribedFlow | undefined,
): DeploymentChange {
  const { name, definition, description } = flow;
  const wanted = { Name: name, Definition: definition, Description: description, Type: "FDL", RoleArn: roleArn };
  const what = `flow ${name}`;
  const put = (action: string) => async () => void (await retryWhileBusy(() => client.call(action, wanted)));
  if (there === undefined) return { what, kind: "create", diff: [], apply: put("CreateFlow") };
  const diff = [
    ...fieldDiff("description", there.Description, description),
    ...fieldDiff("role", there.RoleArn, roleArn),
    ...lineDiff(there.Definition, definition),
  ];
  return diff.length === 0
    ? { what, kind: "same", diff, apply: async () => {} }
    : { what, kind: "change", diff, apply: put("UpdateFlow") };
}

/** RAM names are compared without regard to case: ARNs come back in lower case (functionCompute.md §3). */
function fieldDiff(field: string, before: string, after: string): string[] {
  const same = field === "role" ? before.toLowerCase() === after.toLowerCase() : before === after;
  return same ? [] : [`${field}: ${before} → ${after}`];
}

function check({ name, definition }: FlowToDeploy): void {
  const wrong = readFlow(definition).findings.filter(isError);
  if (wrong.length === 0) return;
  throw new AlbflowError("InvalidInput", reason("flow-invalid", { flow: name, findings: wrong.map(placedFinding) }));
}
