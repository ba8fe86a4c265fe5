import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import { hasTags, type SentTag } from "../tags.ts";
import { healthCheckTemplateView } from "../views.ts";

interface Parameters extends Paging {
  HealthCheckTemplateIds?: string[];
  HealthCheckTemplateNames?: string[];
  ResourceGroupId?: string;
  Tag?: SentTag[];
}

/** Every filter that is given must fit. */
export const listHealthCheckTemplates: AlbAction<Parameters> = (state, parameters) => {
  const { HealthCheckTemplateIds, HealthCheckTemplateNames, ResourceGroupId, Tag } = parameters;
  const candidates =
    HealthCheckTemplateIds === undefined
      ? [...state.healthCheckTemplates.all()]
      : pick(state.healthCheckTemplates, HealthCheckTemplateIds);
  const found = candidates.filter(
    (template) =>
      (HealthCheckTemplateNames === undefined || HealthCheckTemplateNames.includes(template.HealthCheckTemplateName)) &&
      (ResourceGroupId === undefined || template.ResourceGroupId === ResourceGroupId) &&
      hasTags(state, template.HealthCheckTemplateId, Tag),
  );
  const { rows, ...page } = pageOfRows(state.healthCheckTemplates, found, parameters);
  return { ...page, HealthCheckTemplates: rows.map((template) => healthCheckTemplateView(state, template)) };
};
