import type { AlbAction } from "../call.ts";
import { healthCheckTemplateOf } from "../lookups.ts";

/** Deletes several, all or none. */
export const deleteHealthCheckTemplates: AlbAction<{ HealthCheckTemplateIds: string[] }> = (
  state,
  { HealthCheckTemplateIds },
  call,
) => {
  for (const id of HealthCheckTemplateIds) healthCheckTemplateOf(state, id, call);
  for (const id of HealthCheckTemplateIds) {
    state.healthCheckTemplates.delete(id);
    state.tags.delete(id);
  }
  return {};
};
