import type { DoctorCheck } from "../deploymentProbe.ts";
import { findingsOf } from "../findingsOf.ts";

/** Whether every flow is there and says what it says here. */
export const flowCheck: DoctorCheck = {
  name: "check-flows",
  run: (deployment) =>
    findingsOf(deployment.flowChanges, {
      all: "allFlows",
      missing: "flow-missing",
      differs: "flow-differs",
      unreadable: "flows-unreadable",
    }),
};
