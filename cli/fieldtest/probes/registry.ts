import type { Probes } from "../probe.ts";
import { albCodes } from "./albCodes.ts";
import { albListeners } from "./albListeners.ts";
import { definitions } from "./definitions.ts";
import { events } from "./events.ts";
import { executions } from "./executions.ts";
import { functionProbes } from "./functions.ts";
import { logs } from "./logs.ts";
import { metricProbes } from "./metrics.ts";
import { permissionProbes } from "./permissions.ts";

/** Every probe, in the order in which they are asked: what uses up a rate is last in its file's list. */
export const probes: Probes = {
  ...albListeners,
  ...logs,
  ...permissionProbes,
  ...metricProbes,
  ...definitions,
  ...executions,
  ...functionProbes,
  ...events,
  ...albCodes,
};
