import { z } from "zod";
import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";
import { must } from "../../shared/platform/reasons/must.ts";

const logstoreName = z.string().regex(/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, must("must-be-logstore"));

/** The properties that say where a deployment is, as functions and components have them. */
export const commonProps = {
  region: z
    .string()
    .regex(/^[a-z]{2}-[a-z0-9-]+$/, must("must-be-region-id"))
    .refine((region) => CLOUDFLOW_REGIONS.includes(region) || !/^[a-z]{2}-[a-z0-9-]+$/.test(region), {
      error: must("must-have-cloudflow", { regions: CLOUDFLOW_REGIONS }),
    }),
  prefix: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, must("must-be-prefix")),
  logProject: z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, must("must-be-log-project")),
  logstore: logstoreName,
  functionLogstore: logstoreName,
};
