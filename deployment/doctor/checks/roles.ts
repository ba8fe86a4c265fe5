import { findingsOf } from "../findingsOf.ts";
import type { Check } from "../patient.ts";

/** Whether every role is there, trusts its service, and has its policy and no other. */
export const roles: Check = {
  name: "check-roles",
  run: (patient) =>
    findingsOf(patient.roleChanges, {
      all: "allRoles",
      missing: "role-missing",
      differs: "role-differs",
      unreadable: "roles-unreadable",
    }),
};
