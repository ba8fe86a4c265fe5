import type { CasAction } from "../call.ts";
import type { DeploymentJobRow } from "../rows.ts";

/** Lets a rollout go, or takes it back for editing. */
export const updateDeploymentJobStatus: CasAction<{ JobId: number; Status: DeploymentJobRow["Status"] }> = (
  state,
  { JobId, Status },
  call,
) => {
  const job = state.deploymentJobs.get(String(JobId));
  if (job === undefined) throw call.error("NotFound", JobId);
  state.deploymentJobs.put({ ...job, Status, ModifiedAt: call.now });
  return { Data: [] };
};
