import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { managerOf } from "../managedBy.ts";
import { type LoadBalancer, type Precondition, precondition } from "../operation.ts";

/** A rule of any operation on a listener. */
type ListenerPrecondition = Precondition<unknown, unknown>;

/** Refuses listeners without certificates (alb.md §5). */
export const withoutCertificates: ListenerPrecondition = precondition(
  reason("check-has-certificates"),
  ({ resources }) => (resources.listener.ListenerProtocol === "HTTP" ? [reason("http-without-certificates")] : []),
);

/** Refuses what only HTTPS listeners have (alb.md §5). */
export const notHttps = (feature: "mutual-authentication" | "tls-policy"): ListenerPrecondition =>
  precondition(reason("check-https", { feature }), ({ resources }) =>
    resources.listener.ListenerProtocol === "HTTPS"
      ? []
      : [reason("https-only", { feature, protocol: resources.listener.ListenerProtocol })],
  );

/** Refuses what the Basic edition lacks (alb.md §5). */
export const onBasicEdition = (feature: "mutual-authentication" | "tracing"): ListenerPrecondition =>
  precondition(reason("check-edition", { feature }), ({ loadBalancer }) =>
    loadBalancer.LoadBalancerEdition === "Basic"
      ? [
          reason("edition-lacks-feature", {
            loadBalancerId: loadBalancer.LoadBalancerId ?? "",
            edition: loadBalancer.LoadBalancerEdition,
            feature,
          }),
        ]
      : [],
  );

/** Why nothing may be changed on an instance: it is protected, locked, or not paid for. */
export function objectionsTo(loadBalancer: LoadBalancer): Reason[] {
  return [...protectionOf(loadBalancer), ...locksOf(loadBalancer)];
}

// ALB's own lock stops only its console (alb.md §13.15); whoever set it meant everybody.
function protectionOf({ ModificationProtectionConfig: protection, LoadBalancerId = "" }: LoadBalancer): Reason[] {
  if (protection?.Status !== "ConsoleProtection") return [];
  const { Reason: note = "" } = protection;
  return [reason("instance-protected", { loadBalancerId: LoadBalancerId, note: note === "" ? null : note })];
}

function locksOf(loadBalancer: LoadBalancer): Reason[] {
  const {
    LoadBalancerOperationLocks: locks = [],
    LoadBalancerBussinessStatus: business,
    LoadBalancerId: loadBalancerId = "",
  } = loadBalancer;
  const locked = locks.map(({ LockType = "", LockReason = "" }) => ({
    type: LockType,
    note: LockReason === "" ? null : LockReason,
  }));
  if (locked.length > 0) return [reason("instance-locked", { loadBalancerId, locks: locked })];
  return business === "Abnormal" ? [reason("instance-in-arrears", { loadBalancerId })] : [];
}

/** What every operation on a listener refuses. */
export const commonPreconditions: ListenerPrecondition[] = [
  precondition(reason("check-unmanaged"), ({ input, loadBalancer, resources }) => {
    const manager = managerOf(resources.listener, loadBalancer);
    const { acceptManaged = false } = input as { acceptManaged?: boolean };
    return manager === undefined || acceptManaged ? [] : [reason("listener-managed", { manager })];
  }),
  precondition(reason("check-unprotected"), ({ loadBalancer }) => protectionOf(loadBalancer)),
  precondition(reason("check-unlocked"), ({ loadBalancer }) => locksOf(loadBalancer)),
];
