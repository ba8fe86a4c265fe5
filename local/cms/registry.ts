import type { WatchedPort } from "../alb/dataPlane/contract.ts";
import type { Action, Call } from "../rpc/action.ts";
import { named, notEmulated } from "../wire/notEmulated.ts";
import { METRICS } from "./metrics.ts";

/** What CloudMonitor looks at: the ports of the region's load balancers. */
interface CmsState {
  ports(): WatchedPort[];
}

type CmsAction = Action<CmsState, Asked>;

interface Asked {
  Namespace: string;
  MetricName: string;
  Period: string;
  Dimensions?: string;
  StartTime?: string;
  EndTime?: string;
  Length: number;
  NextToken?: string;
  Express?: string;
}

interface Datapoint {
  timestamp: number;
  userId: string;
  loadBalancerId: string;
  listenerProtocol: string;
  listenerPort: string;
  Value: number;
}

/** Metrics as CloudMonitor tells them, by the action's name on the wire. */
export const cmsActions: Readonly<Record<string, CmsAction>> = {
  DescribeMetricLast: (state, asked, call) => {
    const to = moment(asked.EndTime, call) ?? call.now;
    // "Compared with 2 hours earlier than EndTime, the earlier one": alb.md §11.3.
    const from = Math.min(moment(asked.StartTime, call) ?? to, to - 2 * HOUR_MS);
    const latest = series(state, asked, call, { from, to }).flatMap((points) => points.slice(-1));
    return page(latest, asked, call);
  },
  DescribeMetricList: (state, asked, call) => {
    const to = moment(asked.EndTime, call) ?? call.now;
    const from = moment(asked.StartTime, call) ?? to - HOUR_MS;
    if (from >= to || to - from > 31 * DAY_MS) throw call.error("InvalidParameter");
    // Open on the left, closed on the right.
    const all = series(state, asked, call, { from: from + 1, to }).flat();
    return page(
      all.sort((one, other) => one.timestamp - other.timestamp),
      asked,
      call,
    );
  },
};

/** What each port that the dimensions fit has told in a range. */
function series(
  state: CmsState,
  { Namespace, MetricName, Period, Dimensions, Express }: Asked,
  call: Call,
  { from, to }: { from: number; to: number },
): Datapoint[][] {
  const metric = Object.hasOwn(METRICS, MetricName) ? METRICS[MetricName] : undefined;
  if (Namespace !== "acs_alb" || metric === undefined) {
    throw notEmulated("cms", `the metric ${named(MetricName)} of ${named(Namespace)}`);
  }
  if (Period !== "60") throw notEmulated("cms", `a period of ${Period} s`);
  if (Express !== undefined) throw notEmulated("cms", "a call with Express");
  const wanted = dimensionsIn(Dimensions, call);
  const isSmall = call.isFound("metric-series", "by listener, in small letters");
  return state.ports().flatMap((watched) => {
    const { loadBalancerId, protocol, port } = watched;
    const whose = {
      userId: call.accountId,
      loadBalancerId,
      listenerProtocol: isSmall ? protocol.toLowerCase() : protocol,
      listenerPort: String(port),
    };
    const fits = wanted.some((given) =>
      Object.entries(given).every(([name, value]) => Reflect.get(whose, name) === value),
    );
    return fits
      ? [watched.between(from, to).map((minute) => ({ timestamp: minute.at, ...whose, Value: metric(minute) }))]
      : [];
  });
}

/** One set of dimensions or a list of them, as JSON text; values are texts. */
function dimensionsIn(text: string | undefined, call: Call): Record<string, string>[] {
  if (text === undefined) return [{}];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw call.error("InvalidParameter");
  }
  const sets = Array.isArray(parsed) ? parsed : [parsed];
  const isSet = (set: unknown) =>
    typeof set === "object" && set !== null && Object.values(set).every((value) => typeof value === "string");
  if (!sets.every(isSet) || sets.length > MOST_INSTANCES) throw call.error("InvalidParameter");
  return sets as Record<string, string>[];
}

/** Milliseconds since 1970, or `2019-01-31 10:00:00` in the time of China. */
function moment(text: string | undefined, call: Call): number | undefined {
  if (text === undefined) return undefined;
  const time = /^\d+$/.test(text)
    ? Number(text)
    : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)
      ? Date.parse(`${text.replace(" ", "T")}+08:00`)
      : Number.NaN;
  if (Number.isNaN(time)) throw call.error("InvalidParameter");
  return time;
}

function page(points: Datapoint[], { Length, NextToken = "0" }: Asked, call: Call) {
  if (!/^\d+$/.test(NextToken)) throw call.error("InvalidParameter");
  const begin = Number(NextToken);
  const end = begin + Length;
  return {
    Code: "200",
    Success: true,
    Period: "60",
    Datapoints: JSON.stringify(points.slice(begin, end)),
    ...(end < points.length ? { NextToken: String(end) } : {}),
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MOST_INSTANCES = 50;
