import { allPages, collect } from "../../platform/clients/pages.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { createOnlyResource, inMotion, type Resource } from "./resource.ts";

/** Where an instance writes the requests of all its listeners. */
export interface AccessLog {
  LoadBalancerId: string;
  LogProject: string;
  LogStore: string;
  /** Other listeners of the instance that trace into it at the moment. */
  UsedBy?: string[];
}

/** `ListenerId`: the listener that does not count as another one. */
export interface AccessLogKey {
  LoadBalancerId: string;
  ListenerId: string;
}

const made = createOnlyResource<AccessLogKey, AccessLog>({
  field: "AccessLog",
  async read({ alb }, { LoadBalancerId, ListenerId }) {
    const [{ AccessLogConfig, LoadBalancerStatus }, rows] = await Promise.all([
      alb.call("GetLoadBalancerAttribute", { LoadBalancerId }),
      collect(
        allPages(
          (paging) => alb.call("ListListeners", { LoadBalancerIds: [LoadBalancerId], ...paging }),
          (page) => page.Listeners,
        ),
      ),
    ]);
    const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
    const tracing = rows.filter(({ LogConfig }) => LogConfig?.AccessLogTracingConfig?.TracingEnabled === true);
    const UsedBy = tracing.map((row) => row.ListenerId ?? "").filter((id) => id !== ListenerId);
    return {
      value: LogProject === "" ? null : { LoadBalancerId, LogProject, LogStore, UsedBy },
      // Changing it takes the instance through Configuring (alb.md §4).
      unsettled: LoadBalancerStatus === "Active" ? undefined : inMotion(LoadBalancerId, LoadBalancerStatus),
    };
  },
  make(value) {
    const log = withoutUsers(value);
    return [{ action: "EnableLoadBalancerAccessLog", parameters: { ...log }, after: log }];
  },
  remove: ({ LoadBalancerId }) => [
    { action: "DisableLoadBalancerAccessLog", parameters: { LoadBalancerId }, after: null },
  ],
});

/**
 * The access log of a load balancer. There is no call to move it to another store, and while any listener traces into
 * it, it stays (alb.md §9, U5).
 */
export const accessLog: Resource<AccessLogKey, AccessLog> = {
  ...made,
  same: (seen, expected) => made.same(seen, expected === null ? null : withoutUsers(expected)),
  changes: (from, to) => made.changes(from, to && withoutUsers(to)),
  rollbackTarget: (snapshot, target, now) =>
    now !== null && (now.UsedBy ?? []).length > 0 ? now : made.rollbackTarget(snapshot, target, now),
};

/** The store of the access log of an instance; throws Refused when there is none. */
export function storeOf(log: AccessLog | null | undefined, loadBalancerId: string): AccessLog {
  if (log !== null && log !== undefined) return log;
  throw new AlbflowError("Refused", reason("no-access-log", { loadBalancerId }));
}

function withoutUsers(value: AccessLog): AccessLog {
  const { UsedBy: _, ...log } = value;
  return log;
}
