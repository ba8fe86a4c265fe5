import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import type { AlbState, Job } from "../rows.ts";

interface Parameters extends Paging {
  JobIds?: string[];
  ResourceIds?: string[];
  ResourceType?: string;
  ApiName?: string;
  BeginTime?: number;
  EndTime?: number;
}

/** Jobs of the last 24 hours; unknown ids give an empty list (alb.md U19). */
export const listAsynJobs: AlbAction<Parameters> = (state, parameters, call) => {
  const { ResourceIds, ResourceType, ApiName, BeginTime = 0, EndTime = Number.POSITIVE_INFINITY } = parameters;
  const found = candidates(state, parameters).filter(
    (job) =>
      (ResourceIds === undefined || ResourceIds.includes(job.ResourceId)) &&
      (ResourceType === undefined || job.ResourceType === ResourceType) &&
      (ApiName === undefined || job.ApiName === ApiName) &&
      !(job.Status !== "Processing" && call.isFound("job-age", "gone once it has ended")) &&
      job.CreateTime >= BeginTime &&
      job.CreateTime <= EndTime,
  );
  const { rows, ...page } = pageOfRows(state.jobs, found, parameters);
  return { ...page, Jobs: rows.map(({ Leaving: _leaving, ...shown }) => shown) };
};

function candidates(state: AlbState, { JobIds, ResourceIds }: Parameters): Job[] {
  if (JobIds !== undefined) return pick(state.jobs, JobIds);
  if (ResourceIds === undefined) return [...state.jobs.all()];
  return pick(state.jobs, ResourceIds, "resource");
}
