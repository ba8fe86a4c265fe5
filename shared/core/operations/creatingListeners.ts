import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Listener } from "../resources/listenerState.ts";
import { isMadeClosed } from "../resources/listenerWrites.ts";
import type { WriteAction } from "../resources/write.ts";

/** What making a listener with all that belongs to it takes, forward or back. */
export const MAKING_A_LISTENER: WriteAction[] = [
  "CreateServerGroup",
  "CreateListener",
  "StopListener",
  "AssociateAclsWithListener",
  "AssociateAdditionalCertificatesWithListener",
  "UpdateListenerAttribute",
  "UpdateListenerLogConfig",
  "CreateRules",
  "StartListener",
  "DeleteServerGroup",
];

/** RAM actions of looking at a listener with all that belongs to it. */
export const READS_OF_A_LISTENER = ["alb:ListRules", "alb:ListServerGroups"];

/** Why no listener can be made where another one is; `same` says whether that is the one that is wanted. */
export function portTaken(there: Listener | null | undefined, same: (there: Listener) => boolean): Reason[] {
  if (there === null || there === undefined || same(there)) return [];
  const { ListenerId, ListenerProtocol, ListenerPort, LoadBalancerId } = there;
  return [
    reason("port-taken", {
      protocol: ListenerProtocol,
      port: ListenerPort,
      loadBalancerId: LoadBalancerId,
      listenerId: ListenerId,
    }),
  ];
}

/** What goes with a listener that is made, and whether clients are turned away until it is whole. */
export function whatIsMade(listener: Listener) {
  const { AclConfig, Tags = [], Rules = [] } = listener;
  return {
    rules: Rules.length,
    lists: AclConfig?.AclRelations?.length ?? 0,
    listType: AclConfig?.AclType ?? null,
    tags: Tags.length,
    isClosedMeanwhile: isMadeClosed(listener),
  };
}
