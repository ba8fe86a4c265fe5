import { type LoadBalancer, type Refusal, refusal } from "../operation.ts";
import type { World } from "../world.ts";

/** A rule of any operation on a listener. */
type ListenerRefusal = Refusal<unknown, unknown>;

/** What `change` refuses by throwing, as it cannot go on then: told here for the documentation. */
export const thrownByChange = (refuses: string): Refusal<unknown, unknown, World> => refusal(refuses, isThrown);

/** What such a rule says for itself. */
export const isThrown = (): string[] => [];

/** Refuses listeners without certificates (alb.md §5). */
export const withoutCertificates: ListenerRefusal = refusal(
  "an HTTP listener, which has no certificates",
  ({ world }) =>
    world.listener.ListenerProtocol === "HTTP"
      ? ["it is an HTTP listener, and only HTTPS and QUIC have certificates"]
      : [],
);

/** Refuses where the result could not be verified. */
export const whileStopped: ListenerRefusal = refusal(
  "a stopped listener, where nothing could be verified",
  ({ world }) =>
    world.listener.ListenerStatus === "Stopped" ? ["it is stopped, so nothing could be verified; start it first"] : [],
);

/** Refuses what only HTTPS listeners have (alb.md §5). */
export const notHttps = (what: string): ListenerRefusal =>
  refusal(`a listener that is not HTTPS: ${what} is for HTTPS only`, ({ world }) =>
    world.listener.ListenerProtocol === "HTTPS"
      ? []
      : [`${what} is for HTTPS listeners only, and this is ${world.listener.ListenerProtocol}`],
  );

/** Refuses what the Basic edition lacks (alb.md §5). */
export const onBasicEdition = (what: string): ListenerRefusal =>
  refusal(`an instance of the Basic edition, which has no ${what}`, ({ loadBalancer }) =>
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
export const refusedEverywhere: ListenerRefusal[] = [
  refusal("an instance that is protected against changes (ConsoleProtection)", ({ loadBalancer }) =>
    protectionOf(loadBalancer),
  ),
  refusal("an instance that is locked or in arrears", ({ loadBalancer }) => locksOf(loadBalancer)),
];
