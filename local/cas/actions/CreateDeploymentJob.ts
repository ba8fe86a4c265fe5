import type { CasAction } from "../call.ts";
import { certificateOf } from "../lookups.ts";

interface Parameters {
  Name: string;
  JobType: "user" | "cloud";
  CertIds: string;
  ResourceIds: string;
  ContactIds: string;
  ScheduleTime?: number;
}

/** A rollout in the state `editing`: it starts when its status is set to `pending` or `scheduling`. */
export const createDeploymentJob: CasAction<Parameters> = (state, parameters, call) => {
  for (const id of parameters.CertIds.split(",")) certificateOf(state, Number(id), call);
  const Id = 1_000 + state.deploymentJobs.size + 1;
  state.deploymentJobs.put({ Id, ...parameters, Status: "editing", CreatedAt: call.now, ModifiedAt: call.now });
  return { JobId: Id };
};
