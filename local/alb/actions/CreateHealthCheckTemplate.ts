import { newId } from "../../rpc/ids.ts";
import type { AlbAction } from "../call.ts";
import { type HealthCheckTemplate, healthCheckTemplateRow } from "../serverGroupRow.ts";
import { putTags, type SentTag } from "../tags.ts";

type Parameters = Partial<HealthCheckTemplate> & { HealthCheckTemplateName: string; Tag?: SentTag[] };

/** A template is there at once, without a job. */
export const createHealthCheckTemplate: AlbAction<Parameters> = (state, { Tag, ...parameters }, call) => {
  const HealthCheckTemplateId = newId("hct", call.random);
  state.healthCheckTemplates.put(healthCheckTemplateRow.parse({ ...parameters, HealthCheckTemplateId }));
  putTags(state, "healthchecktemplate", HealthCheckTemplateId, Tag);
  return { HealthCheckTemplateId };
};
