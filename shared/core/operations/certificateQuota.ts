import * as z from "zod";
import type { AlbClient } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { boundCertificates } from "../certificates/boundCertificates.ts";
import type { LoadBalancer } from "../operation.ts";
import type { Step } from "../planSteps.ts";
import type { ResourceSet } from "../resourceSet.ts";

/** How many additional certificates an instance may hold, where that is more than ALB's own figure. */
export const certificateQuota = z
  .int()
  .min(1)
  .max(300)
  .optional()
  .describe("Additional certificates that the instance may hold, where its quota was raised above 10 (Basic) or 25");

/** RAM actions of `quotaProblems`. */
export const QUOTA_PERMISSIONS = ["alb:ListListeners", "alb:ListListenerCertificates"];

/**
 * Why the certificates of a path do not fit into their instance; nothing when they do. ALB's own dry run sees only the
 * first write, of at most 15 certificates, so what comes after that is counted: additional certificates of all listeners
 * of the instance, once for each listener (alb.md §7.2).
 */
export async function quotaProblems(
  alb: AlbClient,
  {
    resources,
    path,
    loadBalancer,
    quota,
  }: { resources: ResourceSet; path: Step[]; loadBalancer: LoadBalancer; quota: number | undefined },
): Promise<Reason[]> {
  const [first] = path;
  const before = countOf(resources);
  const seenByAlb = first?.action === "AssociateAdditionalCertificatesWithListener" ? countOf(first.after) - before : 0;
  const needed = Math.max(0, ...path.map(({ after }) => countOf(after) - before));
  const { LoadBalancerId = "", LoadBalancerEdition } = loadBalancer;
  if (needed <= seenByAlb || LoadBalancerId === "") return [];
  const used = await countUsed(alb, LoadBalancerId);
  const usual = LoadBalancerEdition === "Basic" ? 10 : 25;
  // Who holds more than usual has had the quota raised, and only ALB knows how far.
  const allowed = quota ?? (used > usual ? Number.POSITIVE_INFINITY : usual);
  return used + needed <= allowed
    ? []
    : [reason("certificates-over-quota", { loadBalancerId: LoadBalancerId, needed: used + needed, allowed })];
}

function countOf({ listener, copy }: ResourceSet): number {
  return (listener?.AdditionalCertificates?.length ?? 0) + (copy?.AdditionalCertificates?.length ?? 0);
}

async function countUsed(alb: AlbClient, LoadBalancerId: string): Promise<number> {
  const listeners = await collect(
    allPages(
      (paging) => alb.call("ListListeners", { LoadBalancerIds: [LoadBalancerId], ...paging }),
      (page) => page.Listeners,
    ),
  );
  const counts = await eachLimited(
    listeners.filter(({ ListenerProtocol }) => ListenerProtocol !== "HTTP"),
    async ({ ListenerId = "" }) => {
      const bound = await boundCertificates(alb, ListenerId, { type: "Server" });
      return bound.filter(({ isDefault }) => !isDefault).length;
    },
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
