import { findingsOf } from "../findingsOf.ts";
import type { Check } from "../patient.ts";

/** Whether every flow is there and says what it says here. */
export const flows: Check = {
  name: "check-flows",
  run: (patient) =>
    findingsOf(patient.flowChanges, {
      all: "allFlows",
      missing: "flow-missing",
      differs: "flow-differs",
      unreadable: "flows-unreadable",
    }),
};
