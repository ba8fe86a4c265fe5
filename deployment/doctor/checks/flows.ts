import type { Check } from "../deploymentProbe.ts";
import { findingsOf } from "../findingsOf.ts";

/** Whether every flow is there and says what it says here. */
export const flows: Check = {
  name: "check-flows",
  run: (deployment) =>
    findingsOf(deployment.flowChanges, {
      all: "allFlows",
      missing: "flow-missing",
      differs: "flow-differs",
      unreadable: "flows-unreadable",
    }),
};
