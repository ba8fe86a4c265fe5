import { isIP } from "node:net";
import type { AlbCall } from "./call.ts";
import { loadBalancerOf } from "./lookups.ts";
import { quotaFor } from "./quotas.ts";
import type { Acl, AlbState, Listener } from "./rows.ts";
import { schedule } from "./schedule.ts";

/** An access control list that may be changed now. */
export function writableAcl(state: AlbState, id: string, call: AlbCall): Acl {
  const acl = aclOf(state, id, call);
  if (acl.AclStatus !== "Available") throw call.error("IncorrectStatus.Acl", id, acl.AclStatus);
  return acl;
}

/** The access control list, or 404. */
export function aclOf(state: AlbState, id: string, call: AlbCall): Acl {
  const acl = state.acls.get(id);
  if (acl === undefined) throw call.error("ResourceNotFound.Acl", id);
  return acl;
}

/** Takes an access control list through `status` to what it shall be. */
export function changeAcl(
  state: AlbState,
  call: AlbCall,
  during: Acl,
  after: Acl | null,
  status: Acl["AclStatus"] = "Configuring",
): { JobId: string } {
  const id = during.AclId;
  return schedule(state, call, {
    resource: { type: "acl", id },
    operate: status === "Creating" ? "Create" : after === null ? "Delete" : "Update",
    edits: [{ table: "acls", id, during: { ...during, AclStatus: status }, after }],
  });
}

/** An address or block of IPv4, the only version that lists hold (`AddressIPVersion`). */
export function isEntry(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  return isIP(address) === 4 && more.length === 0 && (bits === undefined || (/^\d{1,2}$/.test(bits) && +bits <= 32));
}

/** Refuses more entries on a listener than its edition allows: over all of its lists (alb.md §12). */
export function requireEntryQuota(state: AlbState, listener: Listener, acls: Acl[], call: AlbCall) {
  const loadBalancer = loadBalancerOf(state, listener.LoadBalancerId, call);
  const usage = acls.reduce((sum, { Entries }) => sum + Entries.length, 0);
  const quota = quotaFor(loadBalancer, call.quotas.aclEntries);
  if (usage <= quota) return;
  const name = "alb_quota_listener_acl_entries_num";
  throw call.error("ResourceQuotaExceeded.ListenerAclEntriesNum", name, listener.ListenerId, usage, quota);
}
