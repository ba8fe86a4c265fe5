import { type Paging, pageOfList } from "../../rpc/paging.ts";
import { aclOf } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";

interface Parameters extends Paging {
  AclId: string;
}

/** The entries of one list, in the order in which they were added. */
export const listAclEntries: AlbAction<Parameters> = (state, { AclId, ...paging }, call) => {
  const { rows, ...page } = pageOfList(aclOf(state, AclId, call).Entries, paging);
  return { ...page, AclEntries: rows };
};
