import { AlbflowError } from "../../../shared/errors.ts";
import type { Check } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/** Whether the logstore of the reports can be read. */
export const logstore: Check = {
  title: "reports",
  async run({ logProject, logstore: store, readReports, now }) {
    const subject = `logstore ${logProject}/${store}`;
    try {
      await readReports(now() - HOUR_MS, now());
      return [{ subject }];
    } catch (error) {
      const missing = error instanceof AlbflowError && error.kind === "NotFound";
      const cure = missing
        ? `Make the project ${logProject} in this region and in it the logstore ${store}, with an index; or name others with ALBFLOW_LOG_PROJECT and ALBFLOW_LOGSTORE.`
        : "Give these keys log:GetLogStoreLogs, and check the logstore's index.";
      return [{ subject, fault: sentenceOf(error), cure }];
    }
  },
};

const HOUR_MS = 3_600_000;
