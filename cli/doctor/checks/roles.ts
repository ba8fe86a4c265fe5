import { findingsOf } from "../findingsOf.ts";
import type { Check } from "../patient.ts";

/** Whether every role is there, trusts its service, and has its policy and no other. */
export const roles: Check = {
  title: "roles and policies",
  run: (patient) =>
    findingsOf(patient.roleChanges, {
      missing: "It is not there.",
      cure: "Deploy the roles: `npm run deploy -- --stage <stage>` takes back whatever was changed by hand.",
    }),
};
