import type { Clock } from "../../../shared/clock.ts";
import type { Fault } from "../../context.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { refusals } from "../engine/refusals.ts";

/** Longer than any client waits. */
const NEVER_MS = 3_600_000;

type Act = () => Promise<object>;

/** How each fault disturbs a call. The kinds that concern resources with a state or a data plane do nothing here. */
const disturbances: {
  [K in Fault["kind"]]?: (fault: Extract<Fault, { kind: K }>, clock: Clock, act: Act) => Promise<object | undefined>;
} = {
  refuse: async ({ status, code, message }) => Promise.reject(new CloudError(status, code, message)),
  throttle: async () => Promise.reject(refusals.throttled("this API")),
  deny: async () => Promise.reject(new CloudError(403, "AccessDenied", "The resources doesn't belong to you.")),
  delay: async ({ ms }, clock, act) => {
    await clock.sleep(ms);
    return act();
  },
  error: async ({ when }, _, act) => {
    if (when === "after") await act();
    throw new CloudError(500, "InternalError", "The request processing has failed due to some unknown error.");
  },
  timeout: async ({ when }, clock, act) => {
    if (when === "after") await act();
    await clock.sleep(NEVER_MS);
    return undefined;
  },
  reset: async ({ when }, _, act) => {
    if (when === "after") await act();
    return undefined;
  },
};

/** Answers a call that somebody wanted disturbed; undefined when the connection is to be cut instead. */
export function disturbed(fault: Fault, clock: Clock, act: Act): Promise<object | undefined> {
  const disturb = disturbances[fault.kind] as
    | ((fault: Fault, clock: Clock, act: Act) => Promise<object | undefined>)
    | undefined;
  return disturb === undefined ? act() : disturb(fault, clock, act);
}
