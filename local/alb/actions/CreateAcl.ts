import { newId } from "../../rpc/ids.ts";
import { changeAcl } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";
import { aclRow } from "../rows.ts";
import { putTags, type SentTag } from "../tags.ts";
import { isoSeconds } from "../time.ts";

interface Parameters {
  AclName?: string;
  ResourceGroupId?: string;
  Tag?: SentTag[];
}

/** An access control list without entries: Creating, then Available. */
export const createAcl: AlbAction<Parameters> = (state, { Tag, ...parameters }, call) => {
  const { size } = state.acls;
  const quota = call.quotas.acls;
  if (size >= quota) throw call.error("QuotaExceeded.AclsNum", "alb_quota_acls_num", size, quota);
  const AclId = newId("acl", call.random);
  const acl = aclRow.parse({ ...parameters, AclId, CreateTime: isoSeconds(call.now) });
  const job = changeAcl(state, call, acl, acl, "Creating");
  putTags(state, "acl", AclId, Tag);
  return { ...job, AclId };
};
