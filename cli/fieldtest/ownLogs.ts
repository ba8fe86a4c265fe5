import { openLogs } from "../../shared/platform/clients/logs.ts";
import { type OwnResources, ownName } from "./own.ts";
import { until } from "./ownAlb.ts";
import { taken } from "./probe.ts";
import { textAt } from "./signedCall.ts";

/** Where its access log goes; ALB's own example of a name. */
export const LOGSTORE = "alb_fieldtest";

/** Makes a project and a logstore, and lets an instance write there. Throws `AlbflowError`. */
export async function makeOwnLogs(own: OwnResources): Promise<{ project: string }> {
  const { field } = own;
  const { loadBalancerId } = await own.alb();
  const project = ownName(field, "logs");
  const client = openLogs(field.session);
  const place = { ProjectName: project, LogstoreName: LOGSTORE };
  await client.call("CreateProject", place);
  await client.call("CreateLogStore", place);
  await client.call("CreateIndex", place);
  const on = { LoadBalancerId: loadBalancerId, LogProject: project, LogStore: LOGSTORE };
  const answer = await field.call("alb", "EnableLoadBalancerAccessLog", on);
  taken(answer);
  await until(
    field,
    () => field.call("alb", "GetLoadBalancerAttribute", { LoadBalancerId: loadBalancerId }),
    ({ body }) =>
      textAt(body, "LoadBalancerStatus") === "Active" && textAt(body, "AccessLogConfig.LogProject") === project,
  );
  await field.pause(field.pauseMs * 5);
  return { project };
}
