import { AlbflowError } from "../../platform/errors.ts";
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

/** The refusal to make a listener where another one is. */
export function portTaken({ ListenerId, ListenerProtocol, ListenerPort, LoadBalancerId }: Listener): AlbflowError {
  return new AlbflowError(
    "Refused",
    `${ListenerProtocol} port ${ListenerPort} of ${LoadBalancerId} is taken by ${ListenerId}, which has other settings`,
  );
}

/** What goes with a listener that is made, and what clients get until it is whole; empty when there is nothing to say. */
export function describeMade(listener: Listener): string {
  const { AclConfig, Tags = [], Rules = [] } = listener;
  const lists = AclConfig?.AclRelations ?? [];
  const kept = [
    ...(Rules.length === 0 ? [] : [counted(Rules.length, "rule")]),
    ...(lists.length === 0 ? [] : [`${counted(lists.length, "access control list")} (${AclConfig?.AclType})`]),
    ...(Tags.length === 0 ? [] : [counted(Tags.length, "tag")]),
  ];
  const closed = isMadeClosed(listener) ? "; until it is whole it answers 503 or refuses connections" : "";
  return `${kept.length === 0 ? "" : `, with ${kept.join(", ")}`}${closed}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
