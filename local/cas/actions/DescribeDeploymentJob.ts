import type { CasAction } from "../call.ts";
import { certificateChain } from "../certificateFacts.ts";
import type { DeploymentJobRow } from "../rows.ts";

const RUNS_MS = 5_000;

/** A rollout; once it is let go it is `processing` for five seconds from its start, then `success`. */
export const describeDeploymentJob: CasAction<{ JobId: number }> = (state, { JobId }, call) => {
  const job = state.deploymentJobs.get(String(JobId));
  if (job === undefined) throw call.error("NotFound", JobId);
  const certIds = job.CertIds.split(",").map(Number);
  const certificates = certIds.flatMap((id) => state.certificates.get(String(id)) ?? []);
  const Status = statusOf(job, call.now);
  const start = startOf(job);
  return {
    Id: job.Id,
    Name: job.Name,
    InstanceId: `cas-job-${job.Id}`,
    JobType: job.JobType,
    Status,
    ProductName: "ALB",
    CertDomain: certificates.map(({ Cert }) => certificateChain(Cert)[0].commonName).join(","),
    CertType: certificates.every(({ Source }) => Source === "upload") ? "upload" : "buy",
    Config: JSON.stringify({ shareCertIds: [], certIds }),
    // Times are milliseconds as text, as the SDK's examples are.
    GmtCreate: String(job.CreatedAt),
    GmtModified: String(job.ModifiedAt),
    ...(STARTED.includes(Status) ? { StartTime: String(start) } : {}),
    ...(Status === "success" ? { EndTime: String(start + RUNS_MS) } : {}),
    UserId: Number(call.accountId),
    ...(job.ScheduleTime === undefined ? {} : { ScheduleTime: String(job.ScheduleTime) }),
    Del: 0,
    Rollback: 0,
    // Nobody's contacts are kept here: each is named by its id.
    CasContacts: job.ContactIds.split(",").map((Id) => ({
      Id,
      Name: `contact-${Id}`,
      Email: `contact-${Id}@example.com`,
      Mobile: "",
    })),
  };
};

const STARTED = ["processing", "success"];

function startOf(job: DeploymentJobRow): number {
  return Math.max(job.ModifiedAt, job.ScheduleTime ?? 0);
}

function statusOf(job: DeploymentJobRow, now: number): string {
  if (job.Status === "editing") return "editing";
  const start = startOf(job);
  if (now < start) return "scheduling";
  return now < start + RUNS_MS ? "processing" : "success";
}
