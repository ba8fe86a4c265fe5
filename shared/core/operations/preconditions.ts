import type { Reason } from "../../platform/reasons/reason.ts";
import { describeManaged, managerOf } from "../managedBy.ts";
import { type LoadBalancer, type Precondition, precondition } from "../operation.ts";
import type { ResourceSet } from "../resourceSet.ts";

/** A rule of any operation on a listener. */
type ListenerPrecondition = Precondition<unknown, unknown>;

/** What `change` refuses by throwing, as it cannot go on then: told here for the documentation. */
export const checkedByChange = (description: string): Precondition<unknown, unknown, ResourceSet> =>
  precondition(description, isCheckedByChange);

/** What such a rule says for itself. */
export const isCheckedByChange = (): (string | Reason)[] => [];

/** Refuses listeners without certificates (alb.md §5). */
export const withoutCertificates: ListenerPrecondition = precondition(
  "an HTTP listener, which has no certificates",
  ({ resources }) =>
    resources.listener.ListenerProtocol === "HTTP"
      ? ["it is an HTTP listener, and only HTTPS and QUIC have certificates"]
      : [],
);

/** Refuses where the result could not be verified. */
export const whileStopped: ListenerPrecondition = precondition(
  "a stopped listener, where nothing could be verified",
  ({ resources }) =>
    resources.listener.ListenerStatus === "Stopped"
      ? ["it is stopped, so nothing could be verified; start it first"]
      : [],
);

/** Refuses what only HTTPS listeners have (alb.md §5). */
export const notHttps = (what: string): ListenerPrecondition =>
  precondition(`a listener that is not HTTPS: ${what} is for HTTPS only`, ({ resources }) =>
    resources.listener.ListenerProtocol === "HTTPS"
      ? []
      : [`${what} is for HTTPS listeners only, and this is ${resources.listener.ListenerProtocol}`],
  );

/** Refuses what the Basic edition lacks (alb.md §5). */
export const onBasicEdition = (what: string): ListenerPrecondition =>
  precondition(`an instance of the Basic edition, which has no ${what}`, ({ loadBalancer }) =>
    loadBalancer.LoadBalancerEdition === "Basic"
      ? [
          `its instance ${loadBalancer.LoadBalancerId} is of the Basic edition, which has no ${what}; upgrade the instance`,
        ]
      : [],
  );

/** Why nothing may be changed on an instance: it is protected, locked, or not paid for. Completes "… is refused: …". */
export function objectionsTo(loadBalancer: LoadBalancer): string[] {
  return [...protectionOf(loadBalancer), ...locksOf(loadBalancer)];
}

// ALB's own lock stops only its console (alb.md §13.15); whoever set it meant everybody.
function protectionOf({ ModificationProtectionConfig: protection, LoadBalancerId }: LoadBalancer): string[] {
  if (protection?.Status !== "ConsoleProtection") return [];
  const reason = protection.Reason === undefined || protection.Reason === "" ? "" : ` (${protection.Reason})`;
  return [`its instance ${LoadBalancerId} is protected against changes${reason}; lift the protection first`];
}

function locksOf(loadBalancer: LoadBalancer): string[] {
  const {
    LoadBalancerOperationLocks: locks = [],
    LoadBalancerBussinessStatus: business,
    LoadBalancerId,
  } = loadBalancer;
  const locked = locks.map(({ LockType, LockReason }) => `${LockType}${LockReason ? `, ${LockReason}` : ""}`);
  if (locked.length > 0) return [`its instance ${LoadBalancerId} is locked: ${locked.join("; ")}`];
  return business === "Abnormal"
    ? [`the business status of its instance ${LoadBalancerId} is Abnormal; see to its bills`]
    : [];
}

/** What every operation on a listener refuses. */
export const commonPreconditions: ListenerPrecondition[] = [
  precondition(
    "a listener that a Kubernetes cluster or another service manages, unless acceptManaged",
    ({ input, loadBalancer, resources }) => {
      const manager = managerOf(resources.listener, loadBalancer);
      const { acceptManaged = false } = input as { acceptManaged?: boolean };
      return manager === undefined || acceptManaged ? [] : [describeManaged(manager)];
    },
  ),
  precondition("an instance that is protected against changes (ConsoleProtection)", ({ loadBalancer }) =>
    protectionOf(loadBalancer),
  ),
  precondition("an instance that is locked or in arrears", ({ loadBalancer }) => locksOf(loadBalancer)),
];
