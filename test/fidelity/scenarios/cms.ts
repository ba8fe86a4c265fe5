import type { Recording } from "../recording.ts";

/** Both reads of CloudMonitor, of an instance whose listeners have been open for some minutes. */
export async function cmsScenario({ call }: Recording): Promise<void> {
  const asked = { Namespace: "acs_alb", MetricName: "ListenerQPS", Dimensions: '[{"loadBalancerId":"alb-demo"}]' };
  await call("cms", "DescribeMetricLast", { ...asked, Period: "60", Length: "1" });
  await call("cms", "DescribeMetricList", { ...asked, Period: "60", Length: "1" });
}
