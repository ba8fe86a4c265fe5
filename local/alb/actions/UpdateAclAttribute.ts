import { writableAcl } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";

/** Another name; it is there at once, without a job. */
export const updateAclAttribute: AlbAction<{ AclId: string; AclName: string }> = (state, { AclId, AclName }, call) => {
  state.acls.put({ ...writableAcl(state, AclId, call), AclName });
  return {};
};
