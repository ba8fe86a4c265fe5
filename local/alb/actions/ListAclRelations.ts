import { aclOf } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";

/** The listeners that each list is associated with. */
export const listAclRelations: AlbAction<{ AclIds: string[] }> = (state, { AclIds }, call) => {
  for (const id of AclIds) aclOf(state, id, call);
  return {
    AclRelations: AclIds.map((AclId) => ({
      AclId,
      RelatedListeners: state.listeners.by("acl", AclId).map((listener) => ({
        ListenerId: listener.ListenerId,
        ListenerPort: listener.ListenerPort,
        ListenerProtocol: listener.ListenerProtocol,
        LoadBalancerId: listener.LoadBalancerId,
        Status: listener.AclConfig.AclRelations.find((one) => one.AclId === AclId)?.Status,
      })),
    })),
  };
};
