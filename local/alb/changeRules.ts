import { newId } from "../rpc/ids.ts";
import type { AlbCall } from "./call.ts";
import { checkPriorities, checkRule, checkRulesQuota } from "./forwardingRules.ts";
import { listenerOf, writableListener, writableRule } from "./lookups.ts";
import { type AlbState, type Rule, toRuleRow } from "./rows.ts";
import type { SentRule } from "./ruleShapes.ts";
import { type ScheduledChange, schedule } from "./schedule.ts";
import { putTags, tagsGone } from "./tags.ts";

/** Adds rules to a listener, all or none: Provisioning, then Available. */
export function addRules(state: AlbState, call: AlbCall, listenerId: string, sent: SentRule[]) {
  const listener = writableListener(state, listenerId, call);
  const rules = sent.map(({ RuleName, Priority, Direction, RuleActions, RuleConditions }) =>
    toRuleRow.parse({
      RuleName,
      Priority,
      Direction,
      RuleActions,
      RuleConditions,
      RuleId: newId("rule", call.random),
      ListenerId: listenerId,
      LoadBalancerId: listener.LoadBalancerId,
    }),
  );
  for (const rule of rules) checkRule(state, rule, listener, call);
  checkPriorities(state, listenerId, rules, call);
  checkRulesQuota(state, listener.LoadBalancerId, rules.length, call);
  const job = changeRules(state, call, "Create", "Provisioning", rules, (rule) => rule);
  for (const [index, rule] of rules.entries()) putTags(state, "rule", rule.RuleId, sent[index]?.Tag);
  return { job, rules };
}

/** Changes rules of one load balancer, all or none; what is left out stays, what is sent is replaced whole. */
export function updateRules(state: AlbState, call: AlbCall, sent: (Partial<SentRule> & { RuleId: string })[]) {
  if (new Set(sent.map(({ RuleId }) => RuleId)).size < sent.length) throw call.error("InvalidParameter");
  const rules = sent.map((change) => ({ ...writableRule(state, change.RuleId, call), ...change }));
  for (const rule of rules) checkRule(state, rule, listenerOf(state, rule.ListenerId, call), call);
  for (const listenerId of new Set(rules.map((rule) => rule.ListenerId))) {
    const own = rules.filter((rule) => rule.ListenerId === listenerId);
    checkPriorities(state, listenerId, own, call);
  }
  return changeRules(state, call, "Update", "Configuring", rules, (rule) => rule);
}

/** Deletes rules, all or none. */
export function removeRules(state: AlbState, call: AlbCall, ids: string[]) {
  const rules = [...new Set(ids)].map((id) => writableRule(state, id, call));
  return changeRules(state, call, "Delete", "Deleting", rules, () => null);
}

function changeRules(
  state: AlbState,
  call: AlbCall,
  operate: ScheduledChange["operate"],
  status: Rule["RuleStatus"],
  rules: Rule[],
  after: (rule: Rule) => Rule | null,
): { JobId: string } {
  const ids = rules.map((rule) => rule.RuleId);
  return schedule(state, call, {
    // A job has one resource: of several rules the first.
    resource: { type: "rule", id: ids[0] ?? "" },
    operate,
    edits: [
      ...rules.map((rule) => ({
        table: "rules" as const,
        id: rule.RuleId,
        during: { ...rule, RuleStatus: status },
        after: after(rule),
      })),
      ...(operate === "Delete" ? tagsGone(state, ids) : []),
    ],
  });
}
