import type { AnyReason } from "../../platform/reasons/define.ts";

/** Whether the cloud has refused because a quota is used up: `ResourceQuotaExceeded.LoadBalancerCertificatesNum`. */
export function isQuota({ params }: AnyReason): boolean {
  return typeof params.cloudCode === "string" && /^(?:Resource)?QuotaExceeded\b/.test(params.cloudCode);
}
