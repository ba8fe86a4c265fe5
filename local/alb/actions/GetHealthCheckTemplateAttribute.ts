import type { AlbAction } from "../call.ts";
import { healthCheckTemplateOf } from "../lookups.ts";
import { healthCheckTemplateView } from "../views.ts";

/** One template with its tags. */
export const getHealthCheckTemplateAttribute: AlbAction<{ HealthCheckTemplateId: string }> = (
  state,
  { HealthCheckTemplateId },
  call,
) => healthCheckTemplateView(state, healthCheckTemplateOf(state, HealthCheckTemplateId, call));
