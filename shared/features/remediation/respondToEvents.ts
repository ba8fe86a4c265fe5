import { keptInput } from "../../core/keptInput.ts";
import type { CloudFlowClient } from "../../platform/clients/cloudFlow.ts";
import { isTransient, reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { shortReason } from "../../platform/reasons/shortReason.ts";
import { isSelfTriggered } from "./events/isSelfTriggered.ts";
import type { NormalizedEvent } from "./events/normalizedEvent.ts";
import { eventResource, matches, type RemediationRule } from "./events/rule.ts";
import type { ErrorShare } from "./events/shareCounter.ts";
import { type Decision, decide, decideToAsk, type ReportedFault } from "./guards/decide.ts";
import type { Remediation } from "./guards/switches.ts";
import type { PastExecutions } from "./pastExecutions.ts";
import { type Remedy, signedRemedy } from "./remedy.ts";
import { describeEvent, type RemedyTarget, resolveTargets, type TargetContext } from "./resolveTargets.ts";

/** What answering facts takes. */
export interface ResponseContext {
  rules: readonly RemediationRule[];
  remediation: Remediation;
  region: string;
  /** How the names of our roles begin: `albflow-`. */
  rolePrefix: string;
  /** Each gets its target anew, at the time that it is then. */
  targetContext: () => TargetContext;
  past: PastExecutions;
  cloudFlow: Pick<CloudFlowClient, "start">;
  /** The flow that remedies are executions of. */
  flow: string;
  /** Signs what is started: `secretFor(…, ORIGINS)`. */
  key: () => Buffer;
}

/** What was decided about one resource. */
export interface Answer {
  rule: string;
  resource: string;
  act: Decision["act"];
  /** Name of the execution; empty when none was started. */
  execution: string;
  /** What has happened, and why this is the answer. */
  reason: Reason;
  eventId: string;
}

/**
 * Decides about facts one by one and starts what is to be done. One that cannot be dealt with keeps none of the others
 * from being answered: a person is asked about it. Throws `AlbflowError` Transient, after all others were answered, when
 * the cloud was out of reach for one: the same facts again change nothing about those that were.
 */
export async function respondToEvents(
  events: readonly (NormalizedEvent | ErrorShare)[],
  responseContext: ResponseContext,
): Promise<Answer[]> {
  const { rules, region, rolePrefix } = responseContext;
  const answers: Answer[] = [];
  let unreachable: unknown;
  for (const event of events) {
    // What happens in another region is another deployment's business.
    if ("region" in event && event.region !== "" && event.region !== region) continue;
    if ("caller" in event && isSelfTriggered(event, { rolePrefix })) continue;
    for (const rule of rules.filter((one) => matches(one, event))) {
      try {
        for (const remedyTarget of await targets(event, rule, responseContext))
          answers.push(await answer(event, rule, remedyTarget, responseContext));
      } catch (error) {
        if (!isTransient(error)) throw error;
        unreachable = error;
      }
    }
  }
  if (unreachable !== undefined) throw unreachable;
  return answers;
}

/** What has no target for a reason that will not pass by itself is a person's business. */
async function targets(
  event: NormalizedEvent | ErrorShare,
  rule: RemediationRule,
  responseContext: ResponseContext,
): Promise<RemedyTarget[]> {
  if (responseContext.remediation === "off") return [];
  try {
    return await resolveTargets(event, rule, responseContext.targetContext());
  } catch (error) {
    if (isTransient(error)) throw error;
    return [{ resource: eventResource(event), reason: describeEvent(event), person: reasonOf(error) }];
  }
}

async function answer(
  { eventId, at }: NormalizedEvent | ErrorShare,
  { name: rule, guard, action }: RemediationRule,
  remedyTarget: RemedyTarget,
  { remediation, past, cloudFlow, flow, targetContext, key }: ResponseContext,
): Promise<Answer> {
  const { resource } = remedyTarget;
  const fault: ReportedFault = { rule, resource, eventId, at };
  const history = await past.all();
  const when = { now: targetContext().now, remediation };
  const decision =
    "person" in remedyTarget
      ? decideToAsk(fault, remedyTarget.person, history, when)
      : decide(fault, guard, history, when);
  const why = reason("remediation-answer", { event: remedyTarget.reason, decision: decision.reason });
  const reported = { rule, resource, act: decision.act, reason: why, eventId };
  if (decision.act !== "remedy" && decision.act !== "escalate") return { ...reported, execution: "" };
  const asked = `remediation, rule ${rule}`;
  const remedy: Remedy = {
    act: decision.act,
    rule,
    resource,
    eventId,
    reason: shortReason(why, LONGEST_REASON),
    ...(decision.act === "remedy" && "input" in remedyTarget && "operation" in action
      ? {
          operation: action.operation,
          input: await keptInput(cloudFlow, { ...remedyTarget.input, ...action.input, requestedBy: asked }),
          agreedBy: action.agreedBy,
        }
      : { operation: "", input: {}, agreedBy: [] }),
  };
  const attempt = await cloudFlow.start(flow, decision.name, signedRemedy(key(), decision.name, remedy));
  if (attempt === "ended before") {
    const again = reason("nothing-done", { cause: reason("event-answered-before") });
    const answered = reason("remediation-answer", { event: remedyTarget.reason, decision: again });
    return { ...reported, act: "ignore", execution: decision.name, reason: answered };
  }
  past.started(decision.name);
  return { ...reported, execution: decision.name };
}

/** Bytes of what a remedy carries through its flow. */
const LONGEST_REASON = 3_000;
