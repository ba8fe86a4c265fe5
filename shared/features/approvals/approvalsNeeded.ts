import { SECRET_SETTINGS } from "../../platform/secretFor.ts";
import { type Environment, wholeNumberSetting } from "../../platform/settings/readSetting.ts";
import { ENVIRONMENT_SETTING } from "./approvalRequestOf.ts";

/** What whoever deploys sets for approvals, for the documentation. */
export const APPROVAL_SETTINGS = {
  ...SECRET_SETTINGS,
  ...ENVIRONMENT_SETTING,
  ALBFLOW_APPROVALS_NEEDED: "how many people must agree to what interrupts traffic; 1 unless set",
};

/**
 * How many people must agree to what interrupts traffic: `ALBFLOW_APPROVALS_NEEDED`, 1 unless it is set. Throws
 * `AlbflowError` InvalidInput for what is no such number, because none would be an open client.
 */
export function approvalsNeeded(environment: Environment): number {
  return wholeNumberSetting(environment, "ALBFLOW_APPROVALS_NEEDED", { least: 1, most: 10 }) ?? 1;
}
