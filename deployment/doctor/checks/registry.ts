import type { DoctorCheck } from "../deploymentProbe.ts";
import { auditTrail } from "./auditTrail.ts";
import { channels } from "./channels.ts";
import { credentials } from "./credentials.ts";
import { endpointCheck } from "./endpoints.ts";
import { fired } from "./fired.ts";
import { flowCheck } from "./flows.ts";
import { functionCheck } from "./functions.ts";
import { logstoreCheck } from "./logstore.ts";
import { permissionCheck } from "./permissions.ts";
import { preparation } from "./preparation.ts";
import { roles } from "./roles.ts";
import { ruleCheck } from "./rules.ts";
import { triggerCheck } from "./triggers.ts";

/** Every check, in the order in which a fault explains the next ones. */
export const checks: DoctorCheck[] = [
  endpointCheck,
  credentials,
  preparation,
  roles,
  functionCheck,
  permissionCheck,
  triggerCheck,
  flowCheck,
  fired,
  ruleCheck,
  logstoreCheck,
  auditTrail,
  channels,
];
