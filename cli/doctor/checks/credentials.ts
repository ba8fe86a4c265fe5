import type { Check, Finding } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/** Whether the cloud knows our keys, and whether we know our account. */
export const credentials: Check = {
  title: "credentials",
  async run(patient) {
    const findings: Finding[] = [];
    try {
      await patient.whoAmI();
      findings.push({ subject: "access key" });
    } catch (error) {
      findings.push({
        subject: "access key",
        fault: sentenceOf(error),
        cure: "Check ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run `aliyun configure`; a session token ends after hours.",
      });
    }
    if (!/^\d{16}$/.test(patient.accountId)) {
      findings.push({
        subject: "account",
        fault: `The account's number is ${patient.accountId === "" ? "not known" : `"${patient.accountId}"`}; names of roles and functions need it.`,
        cure: "Set ALIBABA_CLOUD_ACCOUNT_ID to the sixteen digits that the console shows.",
      });
    }
    return findings;
  },
};
