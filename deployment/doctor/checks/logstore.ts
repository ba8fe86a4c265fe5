import { AlbflowError, reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type DoctorCheck, subjectOf } from "../deploymentProbe.ts";

/** Whether the logstore of the reports can be read. */
export const logstoreCheck: DoctorCheck = {
  name: "check-reports",
  async run({ logProject, logstore: store, readReports, now }) {
    const subject = subjectOf("logstore", `${logProject}/${store}`);
    try {
      await readReports(now() - HOUR_MS, now());
      return [{ subject }];
    } catch (error) {
      const isMissing = error instanceof AlbflowError && error.kind === "NotFound";
      const cause = reasonOf(error);
      const fault = isMissing
        ? reason("logstore-missing", { project: logProject, logstore: store, cause })
        : reason("logstore-unreadable", { cause });
      return [{ subject, fault }];
    }
  },
};

const HOUR_MS = 3_600_000;
