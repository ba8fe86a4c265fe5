import { AlbflowError, kindOfCode } from "../errors.ts";
import { reason } from "../reasons/reason.ts";
import { redact } from "../redact.ts";
import type { Session } from "../session.ts";
import { openGenericClient } from "./genericClient.ts";
import { translate } from "./openApi.ts";

/** What CloudMonitor last said of one listener. */
export interface Datapoint {
  port: number;
  /** `HTTPS`, in capitals. */
  protocol: string;
  /** Its minute's time, milliseconds since 1970. */
  at: number;
  value: number;
}

/** The client to CloudMonitor (API 2019-01-01, DescribeMetricLast). */
export interface CmsClient {
  /** The latest value of a metric of every listener of an instance (alb.md §11.3). Throws `AlbflowError`; nothing is tried again. */
  latest(loadBalancerId: string, metric: string): Promise<Datapoint[]>;
}

/** Opens it; `client` makes the calls. */
export function openCms(session: Session, client = openGenericClient(session, "cms")): CmsClient {
  return {
    async latest(loadBalancerId, MetricName) {
      // By the instance alone, as the page of ALB's metrics has it: how a protocol is written is not known (open.md O61).
      const Dimensions = JSON.stringify([{ loadBalancerId }]);
      try {
        const { body } = await client({
          action: "DescribeMetricLast",
          version: "2019-01-01",
          style: "RPC",
          pathname: "/",
          reqBodyType: "formData",
          bodyType: "json",
          request: { query: { Namespace: "acs_alb", MetricName, Period: "60", Dimensions } },
          timeoutMs: TIMEOUT_MS,
        });
        return datapointsIn(body as Answer);
      } catch (raw) {
        if (raw instanceof AlbflowError) throw raw;
        throw translate("cms", ACTION, raw, session);
      }
    },
  };
}

interface Answer {
  Code?: unknown;
  Message?: unknown;
  RequestId?: unknown;
  /** JSON text. */
  Datapoints?: unknown;
}

/** A refusal may come with the status of a success: the body's own code tells. */
function datapointsIn({ Code, Message = "", RequestId = null, Datapoints = "[]" }: Answer): Datapoint[] {
  const code = String(Code);
  if (code !== "200") {
    const refused = {
      product: "cms",
      action: ACTION,
      cloudCode: code,
      requestId: RequestId,
      message: redact(String(Message)),
    };
    throw new AlbflowError(kindOfCode(code), reason("cloud-error", refused as never), { code });
  }
  let points: unknown;
  try {
    points = JSON.parse(String(Datapoints));
  } catch {
    points = [];
  }
  return (Array.isArray(points) ? points : []).flatMap((point: Record<string, unknown>) => {
    const read: Datapoint = {
      port: Number(point.listenerPort),
      protocol: String(point.listenerProtocol).toUpperCase(),
      at: Number(point.timestamp),
      value: Number(point.Value),
    };
    return [read.port, read.at, read.value].every(Number.isFinite) ? [read] : [];
  });
}

const ACTION = "DescribeMetricLast";
/** Nobody's plan or page waits longer for a figure. */
const TIMEOUT_MS = 3_000;
