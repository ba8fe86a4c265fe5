import { AlbflowError } from "../errors.ts";
import { SECRET_SETTINGS } from "./secretFor.ts";

/** What whoever deploys sets for approvals, for the documentation. */
export const APPROVAL_SETTINGS = {
  ...SECRET_SETTINGS,
  ALBFLOW_APPROVALS_NEEDED: "how many people must agree to what interrupts traffic; 1 unless set",
};

/**
 * How many people must agree to what interrupts traffic: `ALBFLOW_APPROVALS_NEEDED`, 1 unless it is set. Throws
 * `AlbflowError` InvalidInput for what is no such number, because none would be an open door.
 */
export function approvalsNeeded({ ALBFLOW_APPROVALS_NEEDED = "" }: Record<string, string | undefined>): number {
  const needed = ALBFLOW_APPROVALS_NEEDED === "" ? 1 : Number(ALBFLOW_APPROVALS_NEEDED);
  if (Number.isInteger(needed) && needed >= 1 && needed <= 10) return needed;
  throw new AlbflowError(
    "InvalidInput",
    `ALBFLOW_APPROVALS_NEEDED is ${ALBFLOW_APPROVALS_NEEDED}, and must be 1 to 10.`,
  );
}
