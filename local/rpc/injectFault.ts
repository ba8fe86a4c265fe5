import type { Clock } from "../../shared/platform/clock.ts";
import type { Fault } from "../context.ts";
import { CloudError } from "../wire/cloudError.ts";

/** The connection breaks instead of an answer. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** Where a call stands when a fault hits it: `before` or `after` it took effect. */
type Moment = "before" | "after";

/** No client waits longer than this; then the held connection is cut. */
const NEVER_MS = 10 * 60 * 1000;

/**
 * Lets a fault do what it does at this moment of a call: throws the refusal, waits on the clock (so simulated time
 * passes meanwhile) or throws `ConnectionLost`. Faults that the action itself brings about pass.
 */
export async function injectFault(
  fault: Fault | undefined,
  moment: Moment,
  clock: Clock,
  closing: AbortSignal,
): Promise<void> {
  switch (fault?.kind) {
    case "delay":
      if (moment === "before") await clock.sleep(fault.ms, closing);
      return;
    case "error":
      if (fault.when === moment) throw new CloudError(503, "ServiceUnavailable", UNAVAILABLE);
      return;
    case "reset":
      if (fault.when === moment) throw new ConnectionLost("The connection was reset by a fault.");
      return;
    case "timeout":
      if (fault.when !== moment) return;
      await clock.sleep(NEVER_MS, closing).catch(() => {});
      throw new ConnectionLost("The call was left without an answer by a fault.");
    default:
      if (fault !== undefined && moment === "before") refuse(fault);
  }
}

function refuse(fault: Fault) {
  if (fault.kind === "refuse") throw new CloudError(fault.status, fault.code, fault.message);
  if (fault.kind === "throttle") {
    throw new CloudError(400, "Throttling.User", "Request was denied due to user flow control.");
  }
  if (fault.kind === "deny") {
    throw new CloudError(403, "NoPermission", "You are not authorized to do this action.", {
      AccessDeniedDetail: { NoPermissionType: "ExplicitDeny", PolicyType: "AccountLevelIdentityBasedPolicy" },
    });
  }
}

const UNAVAILABLE = "The request has failed due to a temporary failure of the server.";
