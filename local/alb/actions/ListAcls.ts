import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import type { Acl } from "../rows.ts";
import { hasTags, type SentTag, tagsOf } from "../tags.ts";

interface Parameters extends Paging {
  AclIds?: string[];
  AclNames?: string[];
  ResourceGroupId?: string;
  Tag?: SentTag[];
}

/** The account's access control lists, without their entries. */
export const listAcls: AlbAction<Parameters> = (state, parameters) => {
  const { AclIds, AclNames, ResourceGroupId, Tag } = parameters;
  const candidates = AclIds === undefined ? [...state.acls.all()] : pick(state.acls, AclIds);
  const found = candidates.filter(
    (acl) =>
      (AclNames === undefined || AclNames.includes(acl.AclName)) &&
      (ResourceGroupId === undefined || acl.ResourceGroupId === ResourceGroupId) &&
      hasTags(state, acl.AclId, Tag),
  );
  const { rows, ...page } = pageOfRows(state.acls, found, parameters);
  return { ...page, Acls: rows.map((acl) => ({ ...withoutEntries(acl), Tags: tagsOf(state, acl.AclId) })) };
};

function withoutEntries(acl: Acl): Omit<Acl, "Entries"> {
  const { Entries: _, ...rest } = acl;
  return rest;
}
