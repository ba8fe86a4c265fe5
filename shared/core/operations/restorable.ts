import type { Clients } from "../../platform/clients.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { hasCertificate } from "../certificates/certificate.ts";
import type { LoadBalancer } from "../operation.ts";
import type { Listener, Rule } from "../resources/listenerState.ts";
import { readGroups } from "./serverGroups.ts";

/** RAM action of `missingFor`, besides those of reading a listener and its certificates. */
export const LIST_PERMISSION = "alb:ListAcls";

/**
 * What a listener needs that is to be made again, and that is gone. Its default certificate and the server groups of its default
 * action are left to ALB, whose dry run of CreateListener knows them.
 */
export async function missingFor(clients: Clients, listener: Listener): Promise<Reason[]> {
  const certificates = listener.AdditionalCertificates ?? [];
  const areThere = await eachLimited(certificates, (id) => hasCertificate(clients.cas, id));
  const groups = [...new Set((listener.Rules ?? []).flatMap(groupsOf))];
  const foundGroups: unknown[] = [];
  for (let at = 0; at < groups.length; at += MOST_ASKED) {
    const found = await readGroups(clients, groups.slice(at, at + MOST_ASKED));
    foundGroups.push(...found.map(({ ServerGroupId }) => ServerGroupId));
  }
  const lists = (listener.AclConfig?.AclRelations ?? []).map(({ AclId }) => AclId);
  const { Acls = [] } = lists.length === 0 ? {} : await clients.alb.call("ListAcls", { AclIds: lists });
  const foundLists = Acls.map(({ AclId }) => AclId);
  return [
    ...certificates
      .filter((_, index) => areThere[index] === false)
      .map((certificateId) => reason("certificate-not-found", { certificateId })),
    ...groups
      .filter((id) => !foundGroups.includes(id))
      .map((serverGroupId) => reason("server-group-not-found", { serverGroupId })),
    ...lists.filter((id) => !foundLists.includes(id)).map((aclId) => reason("access-list-not-found", { aclId })),
  ];
}

/** ALB is asked for so many server groups at once (ListServerGroups: 1 to 20 ids). */
const MOST_ASKED = 20;

/** Where traces go, and what makes two rules exclude each other, ALB says only when the listener is there already. */
export function whyNotWhole(
  { LogConfig, Rules = [], LoadBalancerId }: Listener,
  { AccessLogConfig }: LoadBalancer,
): Reason[] {
  const traces = LogConfig.AccessLogTracingConfig.TracingEnabled && (AccessLogConfig?.LogStore ?? "") === "";
  const priorities = Rules.map(({ Priority }) => Priority);
  const twice = [...new Set(priorities.filter((one, at) => priorities.indexOf(one) !== at))];
  return [
    ...(traces ? [reason("no-access-log", { loadBalancerId: LoadBalancerId })] : []),
    ...twice.map((priority) => reason("priority-twice", { priority })),
  ];
}

/** The server groups that a rule forwards or mirrors to. */
function groupsOf({ RuleActions }: Rule): string[] {
  const found = JSON.stringify(RuleActions ?? []).matchAll(/"ServerGroupId":"([\w-]+)"/g);
  return [...found].map(([, id = ""]) => id);
}
