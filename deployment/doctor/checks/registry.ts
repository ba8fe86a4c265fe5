import type { Check } from "../deploymentProbe.ts";
import { auditTrail } from "./auditTrail.ts";
import { channels } from "./channels.ts";
import { credentials } from "./credentials.ts";
import { endpoints } from "./endpoints.ts";
import { fired } from "./fired.ts";
import { flows } from "./flows.ts";
import { functions } from "./functions.ts";
import { logstore } from "./logstore.ts";
import { permissions } from "./permissions.ts";
import { preparation } from "./preparation.ts";
import { roles } from "./roles.ts";
import { rules } from "./rules.ts";
import { triggers } from "./triggers.ts";

/** Every check, in the order in which a fault explains the next ones. */
export const checks: Check[] = [
  endpoints,
  credentials,
  preparation,
  roles,
  functions,
  permissions,
  triggers,
  flows,
  fired,
  rules,
  logstore,
  auditTrail,
  channels,
];
