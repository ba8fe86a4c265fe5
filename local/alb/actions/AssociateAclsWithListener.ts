import { requireEntryQuota, writableAcl } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { writableListener } from "../lookups.ts";
import type { Listener } from "../rows.ts";

interface Parameters {
  ListenerId: string;
  AclIds: string[];
  AclType: "White" | "Black";
}

/** A listener has lists of one type only, and at most three (alb.md §12). */
export const associateAclsWithListener: AlbAction<Parameters> = (state, { ListenerId, AclIds, AclType }, call) => {
  const listener = writableListener(state, ListenerId, call);
  const present = listener.AclConfig.AclRelations;
  const ids = [...new Set(AclIds)];
  const added = ids.map((id) => writableAcl(state, id, call));
  for (const id of ids) {
    if (present.some(({ AclId }) => AclId === id)) throw call.error("ResourceAlreadyAssociated.Acl", id);
  }
  if (present.length > 0 && listener.AclConfig.AclType !== AclType) throw call.error("OperationDenied.AclTypeMismatch");
  const quota = call.quotas.aclsPerListener;
  if (present.length + ids.length > quota) {
    const name = "alb_quota_listener_acls_num";
    throw call.error("ResourceQuotaExceeded.ListenerAclsNum", name, ListenerId, present.length, quota);
  }
  const acls = [...present.flatMap(({ AclId }) => state.acls.get(AclId) ?? []), ...added];
  requireEntryQuota(state, listener, acls, call);
  const holding = (Status: "Associating" | "Associated"): Listener => ({
    ...listener,
    AclConfig: { AclType, AclRelations: [...present, ...ids.map((AclId) => ({ AclId, Status }))] },
  });
  return changeListener(state, call, holding("Associating"), holding("Associated"));
};
