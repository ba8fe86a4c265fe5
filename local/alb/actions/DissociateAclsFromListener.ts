import { writableAcl } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { writableListener } from "../lookups.ts";

/** Takes lists off a listener; without the last one it is open to everybody again. */
export const dissociateAclsFromListener: AlbAction<{ ListenerId: string; AclIds: string[] }> = (
  state,
  { ListenerId, AclIds },
  call,
) => {
  const listener = writableListener(state, ListenerId, call);
  const { AclRelations, ...type } = listener.AclConfig;
  for (const id of AclIds) {
    writableAcl(state, id, call);
    if (!AclRelations.some(({ AclId }) => AclId === id)) throw call.error("ResourceNotAssociated.Acl", id);
  }
  const during = AclRelations.map((one) =>
    AclIds.includes(one.AclId) ? { ...one, Status: "Dissociating" as const } : one,
  );
  const left = AclRelations.filter(({ AclId }) => !AclIds.includes(AclId));
  return changeListener(
    state,
    call,
    { ...listener, AclConfig: { ...type, AclRelations: during } },
    { ...listener, AclConfig: left.length === 0 ? { AclRelations: [] } : { ...type, AclRelations: left } },
  );
};
