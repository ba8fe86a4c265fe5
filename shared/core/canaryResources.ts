import { serverGroupsOf } from "./probes/health.ts";
import type { ResourceSet } from "./resourceSet.ts";
import { CANARY_NAME, type CanaryRule, EVERYTHING, PROBED_ONLY } from "./resources/canaryRule.ts";
import type { Listener } from "./resources/listenerState.ts";
import type { KnownSwitch } from "./serverGroupSwitch.ts";

/** A rule's ForwardGroup action takes five tuples, and priorities end at 10000 (alb-api: CreateRule). */
export const MOST_GROUPS = 5;
export const LAST_PRIORITY = 10_000;

type Sharing = { steps: number[]; atOnce: boolean };

/** What must be known before requests are shared. */
interface KnownSharing extends KnownSwitch {
  /** Of the listener's rules; 0 when it has none. */
  lastPriority: number;
}

/** Where most requests fail already, nobody gains by a slow way out; where there are none, nothing can be shared. */
export function isAtOnce({ steps, atOnce }: Sharing, { failing, isStopped }: KnownSwitch): boolean {
  return atOnce || steps.length === 1 || failing !== null || isStopped;
}

/**
 * The stages on the way: nothing but albflow's own questions for the new group, a share of the requests, a larger one, and
 * in the end the listener itself forwards to it, without a rule.
 */
export function canaryResources(
  made: ResourceSet,
  listener: Listener,
  id: string,
  input: Sharing,
  facts: KnownSharing,
): ResourceSet[] {
  const last = { ...made, listener: forwardingTo(listener, id), canaryRule: null };
  if (isAtOnce(input, facts) || serverGroupsOf(listener).join() === id) return [last];
  const rule = { RuleName: CANARY_NAME, Priority: Math.min(facts.lastPriority + 1, LAST_PRIORITY) };
  const present = serverGroupsOf(listener);
  const sharing = (percent: number): CanaryRule => ({
    ...rule,
    RuleConditions: EVERYTHING,
    ServerGroupTuples: [
      ...present.map((ServerGroupId) => ({
        ServerGroupId,
        Weight: Math.max(1, Math.round((100 - percent) / present.length)),
      })),
      { ServerGroupId: id, Weight: percent },
    ],
  });
  const probed: CanaryRule = {
    ...rule,
    RuleConditions: PROBED_ONLY,
    ServerGroupTuples: [{ ServerGroupId: id, Weight: 100 }],
  };
  const rules = [probed, ...input.steps.slice(0, -1).map(sharing)];
  return [...rules.map((canaryRule) => ({ ...made, listener, canaryRule })), last];
}

function forwardingTo(listener: Listener, ServerGroupId: string): Listener {
  const DefaultActions = [{ Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] } }];
  return { ...listener, DefaultActions };
}
