import { changeAcl, writableAcl } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";

/** Refused while a listener is associated with it. */
export const deleteAcl: AlbAction<{ AclId: string }> = (state, { AclId }, call) => {
  const acl = writableAcl(state, AclId, call);
  if (state.listeners.by("acl", AclId).length > 0) throw call.error("ResourceInUse.Acl", AclId);
  state.tags.delete(AclId);
  return changeAcl(state, call, acl, null);
};
