import { changeAcl, writableAcl } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";

/** Takes addresses and blocks off, all or none. */
export const removeEntriesFromAcl: AlbAction<{ AclId: string; Entries: string[] }> = (
  state,
  { AclId, Entries },
  call,
) => {
  const acl = writableAcl(state, AclId, call);
  for (const entry of Entries) {
    if (!acl.Entries.some(({ Entry }) => Entry === entry)) throw call.error("ResourceNotFound.AclEntry", entry);
  }
  const during = acl.Entries.map((one) =>
    Entries.includes(one.Entry) ? { ...one, Status: "Removing" as const } : one,
  );
  const after = acl.Entries.filter(({ Entry }) => !Entries.includes(Entry));
  return changeAcl(state, call, { ...acl, Entries: during }, { ...acl, Entries: after });
};
