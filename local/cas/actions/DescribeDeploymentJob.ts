import type { CasAction } from "../call.ts";
import type { DeploymentJobRow } from "../rows.ts";

const RUNS_MS = 5_000;

/** A rollout; once it is let go it is `processing` for five seconds from its start, then `success`. */
export const describeDeploymentJob: CasAction<{ JobId: number }> = (state, { JobId }, call) => {
  const job = state.deploymentJobs.get(String(JobId));
  if (job === undefined) throw call.error("NotFound", JobId);
  return {
    Id: job.Id,
    Name: job.Name,
    JobType: job.JobType,
    Status: statusOf(job, call.now),
    GmtCreate: new Date(job.CreatedAt).toISOString(),
    GmtModified: new Date(job.ModifiedAt).toISOString(),
    UserId: Number(call.accountId),
    ...(job.ScheduleTime === undefined ? {} : { ScheduleTime: String(job.ScheduleTime) }),
    Del: 0,
    Rollback: 0,
    CasContacts: job.ContactIds.split(",").map((Id) => ({ Id })),
  };
};

function statusOf(job: DeploymentJobRow, now: number): string {
  if (job.Status === "editing") return "editing";
  const start = Math.max(job.ModifiedAt, job.ScheduleTime ?? 0);
  if (now < start) return "scheduling";
  return now < start + RUNS_MS ? "processing" : "success";
}
