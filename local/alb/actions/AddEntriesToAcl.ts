import { changeAcl, isEntry, requireEntryQuota, writableAcl } from "../accessControl.ts";
import type { AlbAction } from "../call.ts";

interface Parameters {
  AclId: string;
  AclEntries: { Entry: string; Description?: string }[];
}

/** Adds addresses and blocks, all or none. */
export const addEntriesToAcl: AlbAction<Parameters> = (state, { AclId, AclEntries }, call) => {
  const acl = writableAcl(state, AclId, call);
  const entries = new Set(acl.Entries.map(({ Entry }) => Entry));
  for (const { Entry } of AclEntries) {
    if (!isEntry(Entry)) throw call.error("InvalidParameter");
    if (entries.has(Entry)) throw call.error("ResourceAlreadyExist.AclEntry", Entry);
    entries.add(Entry);
  }
  const holding = (Status: "Adding" | "Available") => ({
    ...acl,
    Entries: [...acl.Entries, ...AclEntries.map((entry) => ({ ...entry, Status }))],
  });
  const after = holding("Available");
  for (const listener of state.listeners.by("acl", AclId)) {
    const acls = listener.AclConfig.AclRelations.flatMap((one) => state.acls.get(one.AclId) ?? []);
    const others = acls.filter((one) => one.AclId !== AclId);
    requireEntryQuota(state, listener, [...others, after], call);
  }
  return changeAcl(state, call, holding("Adding"), after);
};
