import { type Reason, reason } from "../platform/reasons/reason.ts";

/** What ALB tells of an instance or a listener that says who manages it. */
interface Marks {
  Tags?: { Key?: string; Value?: string }[] | undefined;
  /** Names of fields that are set and that the SDK does not know. */
  Unknown?: string[] | undefined;
}

/**
 * Who manages an instance or its listener, by their tags and managed flags; undefined when nobody does. The ALB Ingress
 * controller of Container Service tags the instances that it makes, and puts back what differs from its AlbConfig; what
 * another service of Alibaba Cloud owns refuses changes (real-cloud.md CR3).
 */
export function managerOf(...marked: (Marks | undefined)[]): Reason | undefined {
  const tags = marked.flatMap((one) => one?.Tags ?? []);
  const valueAt = (key: string) => tags.find(({ Key }) => Key === key)?.Value ?? "";
  if (tags.some(({ Key = "" }) => INGRESS.test(Key))) {
    const cluster = valueAt("ack.aliyun.com");
    const config = valueAt("ingress.k8s.alibaba/albconfig");
    return reason("managed-by-ingress", {
      cluster: cluster === "" ? null : cluster,
      config: config === "" ? null : config,
    });
  }
  const flag = marked.flatMap((one) => flagsOf(one)).at(0);
  return flag === undefined ? undefined : reason("managed-by-service", { flag });
}

/** Tags of what an ALB Ingress controller of Container Service owns (ACK FAQ of ALB Ingress; alb-ingress-controller). */
const INGRESS = /^(?:ack\.aliyun\.com|ingress\.k8s\.alibaba\/)/;

/** Flags of what a service owns. The SDK knows one of them, of groups and access control lists; what it drops is `Unknown`. */
const FLAG = /^(?:Service|Config)Managed(?:Enabled|Mode)$/;

function flagsOf(marks: Marks | undefined): string[] {
  if (marks === undefined) return [];
  const own = Object.entries(marks).flatMap(([field, value]) => (FLAG.test(field) && value !== false ? [field] : []));
  return [...own, ...(marks.Unknown ?? []).filter((field) => FLAG.test(field))];
}
