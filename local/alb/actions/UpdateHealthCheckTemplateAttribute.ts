import type { AlbAction } from "../call.ts";
import { healthCheckTemplateOf } from "../lookups.ts";
import type { HealthCheckTemplate } from "../serverGroupRow.ts";

type Parameters = Partial<HealthCheckTemplate> & { HealthCheckTemplateId: string };

/** What is left out stays. Groups that the template was applied to keep what they got. */
export const updateHealthCheckTemplateAttribute: AlbAction<Parameters> = (state, parameters, call) => {
  const template = healthCheckTemplateOf(state, parameters.HealthCheckTemplateId, call);
  state.healthCheckTemplates.put({ ...template, ...parameters });
  return {};
};
