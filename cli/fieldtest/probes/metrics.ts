import type { OwnResources } from "../own.ts";
import { type Probes, taken, unprobed } from "../probe.ts";
import { textAt } from "../signedCall.ts";
import { isDenied } from "./permissions.ts";

/** What CloudMonitor says of listeners, and to whom. */
export const metricProbes: Pick<Probes, "metric-permission" | "metric-series"> = {
  "metric-permission": {
    needs: "write",
    async ask(own) {
      const { loadBalancerId } = await own.alb();
      const isEnough = async (name: string, Action: string) => {
        const as = await own.role(name, [{ Action, Resource: "*" }]);
        return !isDenied(await own.field.call("cms", "DescribeMetricLast", askedOf(loadBalancerId), { as }));
      };
      if (await isEnough("metrics-query", "cms:QueryMetricLast")) return { "metric-permission": "cms:QueryMetricLast" };
      const isDescribed = await isEnough("metrics-describe", "cms:DescribeMetricLast");
      return { "metric-permission": isDescribed ? "cms:DescribeMetricLast" : "neither" };
    },
  },
  "metric-series": {
    needs: "write",
    async ask(own) {
      const series = await seriesOf(own);
      const [protocol] = series.flatMap(({ listenerPort, listenerProtocol }) =>
        typeof listenerPort === "string" ? [String(listenerProtocol)] : [],
      );
      if (protocol === undefined) return { "metric-series": unprobed("gap-no-record") };
      const isCapital = protocol === protocol.toUpperCase();
      return { "metric-series": isCapital ? "by listener, in capitals" : "by listener, in small letters" };
    },
  },
};

/** The series of an instance whose listeners have been open for a minute, once CloudMonitor has them. */
async function seriesOf(own: OwnResources): Promise<Record<string, unknown>[]> {
  const { loadBalancerId } = await own.alb();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await own.field.pause(PAUSE_MS);
    const { body } = taken(await own.field.call("cms", "DescribeMetricLast", askedOf(loadBalancerId)));
    const points = JSON.parse(textAt(body, "Datapoints") || "[]") as Record<string, unknown>[];
    if (points.length > 0) return points;
  }
  return [];
}

/** CloudMonitor is some minutes behind. */
const ATTEMPTS = 10;
const PAUSE_MS = 30_000;

function askedOf(loadBalancerId: string) {
  return {
    Namespace: "acs_alb",
    MetricName: "ListenerActiveConnection",
    Dimensions: JSON.stringify([{ loadBalancerId }]),
  };
}
