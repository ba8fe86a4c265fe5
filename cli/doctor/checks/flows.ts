import { findingsOf } from "../findingsOf.ts";
import type { Check } from "../patient.ts";

/** Whether every flow is there and says what it says here. */
export const flows: Check = {
  title: "flows",
  run: (patient) =>
    findingsOf(patient.flowChanges, {
      missing: "It is not there.",
      cure: "Deploy this version: `npm run deploy -- --stage <stage>`; running executions keep the old definition.",
    }),
};
