import type { DoctorCheck } from "../deploymentProbe.ts";
import { findingsOf } from "../findingsOf.ts";

/** Whether every role is there, trusts its service, and has its policy and no other. */
export const roles: DoctorCheck = {
  name: "check-roles",
  run: (deployment) =>
    findingsOf(deployment.roleChanges, {
      all: "allRoles",
      missing: "role-missing",
      differs: "role-differs",
      unreadable: "roles-unreadable",
    }),
};
