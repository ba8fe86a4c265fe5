import type { AlbAction } from "../call.ts";
import { healthCheckTemplateOf, writableServerGroup } from "../lookups.ts";
import { changeGroup } from "../servers.ts";

interface Parameters {
  ServerGroupId: string;
  HealthCheckTemplateId: string;
}

/** Gives a server group the health check of a template, and turns it on. */
export const applyHealthCheckTemplateToServerGroup: AlbAction<Parameters> = (state, parameters, call) => {
  const group = writableServerGroup(state, parameters.ServerGroupId, call);
  const template = healthCheckTemplateOf(state, parameters.HealthCheckTemplateId, call);
  const { HealthCheckTemplateId: _id, HealthCheckTemplateName: _name, ResourceGroupId: _group, ...check } = template;
  const updated = {
    ...group,
    HealthCheckConfig: { ...group.HealthCheckConfig, ...check, HealthCheckEnabled: true },
  };
  return changeGroup(state, call, "Update", updated, updated);
};
