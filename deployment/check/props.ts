import { z } from "zod";
import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";

const logstoreName = z.string().regex(/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, "must be a logstore");

/** The properties that say where a deployment is, as functions and components have them. */
export const commonProps = {
  region: z
    .string()
    .regex(/^[a-z]{2}-[a-z0-9-]+$/, "must be the id of a region, e.g. cn-hangzhou")
    .refine((region) => CLOUDFLOW_REGIONS.includes(region) || !/^[a-z]{2}-[a-z0-9-]+$/.test(region), {
      error: `must be a region that has CloudFlow: ${CLOUDFLOW_REGIONS.join(", ")}`,
    }),
  prefix: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, "must be 1 to 31 of a-z, 0-9 and -, a letter first"),
  logProject: z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "must be a project of Simple Log Service"),
  logstore: logstoreName,
  functionLogstore: logstoreName,
};
