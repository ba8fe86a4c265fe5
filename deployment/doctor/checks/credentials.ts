import { reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type DoctorCheck, type Finding, subjectOf } from "../deploymentProbe.ts";

/** Whether the cloud knows our keys, and whether we know our account. */
export const credentials: DoctorCheck = {
  name: "check-credentials",
  async run({ whoAmI, accountId }) {
    const findings: Finding[] = [];
    const subject = subjectOf("accessKey");
    try {
      await whoAmI();
      findings.push({ subject });
    } catch (error) {
      findings.push({ subject, fault: reason("access-key-refused", { cause: reasonOf(error) }) });
    }
    if (!/^\d{16}$/.test(accountId)) {
      findings.push({ subject: subjectOf("account"), fault: reason("account-id-invalid", { accountId }) });
    }
    return findings;
  },
};
