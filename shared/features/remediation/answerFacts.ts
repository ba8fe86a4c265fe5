import { keptInput } from "../../core/keptInput.ts";
import type { CloudFlowDoor } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { type Aim, type Aiming, aimsOf, wordsOf } from "./aimsOf.ts";
import type { Fact } from "./events/fact.ts";
import { isOurs } from "./events/isOurs.ts";
import { matches, type RemediationRule, resourceOf } from "./events/rule.ts";
import type { ErrorShare } from "./events/shareCounter.ts";
import { type Decision, decide, decideToAsk, type Fault } from "./guards/decide.ts";
import type { Remediation } from "./guards/switches.ts";
import type { PastExecutions } from "./pastExecutions.ts";
import { type Remedy, signedRemedy } from "./remedy.ts";

/** What answering facts takes. */
export interface Answering {
  rules: readonly RemediationRule[];
  remediation: Remediation;
  region: string;
  /** How the names of our roles begin: `albflow-`. */
  rolePrefix: string;
  /** Each aimed by anew, at the time that it is then. */
  aiming: () => Aiming;
  past: PastExecutions;
  cloudFlow: Pick<CloudFlowDoor, "start">;
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
  because: string;
  eventId: string;
}

/**
 * Decides about facts one by one and starts what is to be done. One that cannot be dealt with keeps none of the others
 * from being answered: a person is asked about it. Throws `AlbflowError` Transient, after all others were answered, when
 * the cloud was out of reach for one: the same facts again change nothing about those that were.
 */
export async function answerFacts(facts: readonly (Fact | ErrorShare)[], answering: Answering): Promise<Answer[]> {
  const { rules, region, rolePrefix } = answering;
  const answers: Answer[] = [];
  let outOfReach: unknown;
  for (const fact of facts) {
    // What happens in another region is another deployment's business.
    if ("region" in fact && fact.region !== "" && fact.region !== region) continue;
    if ("caller" in fact && isOurs(fact, { rolePrefix })) continue;
    for (const rule of rules.filter((one) => matches(one, fact))) {
      try {
        for (const aim of await aimsAt(fact, rule, answering)) answers.push(await answer(fact, rule, aim, answering));
      } catch (error) {
        if (!isTransient(error)) throw error;
        outOfReach = error;
      }
    }
  }
  if (outOfReach !== undefined) throw outOfReach;
  return answers;
}

/** What cannot be aimed at for a reason that will not pass by itself is a person's business. */
async function aimsAt(fact: Fact | ErrorShare, rule: RemediationRule, answering: Answering): Promise<Aim[]> {
  if (answering.remediation === "off") return [];
  try {
    return await aimsOf(fact, rule, answering.aiming());
  } catch (error) {
    if (isTransient(error)) throw error;
    const why = error instanceof AlbflowError ? error.message : "it cannot be told what to do";
    return [{ resource: resourceOf(fact), because: wordsOf(fact), person: why }];
  }
}

async function answer(
  { eventId, at }: Fact | ErrorShare,
  { name: rule, guard, action }: RemediationRule,
  aim: Aim,
  { remediation, past, cloudFlow, flow, aiming, key }: Answering,
): Promise<Answer> {
  const { resource } = aim;
  const fault: Fault = { rule, resource, eventId, at };
  const history = await past.all();
  const when = { now: aiming().now, remediation };
  const decision =
    "person" in aim ? decideToAsk(fault, aim.person, history, when) : decide(fault, guard, history, when);
  const because = `${sentence(aim.because)} ${sentence(decision.because)}`;
  const told = { rule, resource, act: decision.act, because, eventId };
  if (decision.act !== "remedy" && decision.act !== "escalate") return { ...told, execution: "" };
  const asked = `remediation, rule ${rule}`;
  const remedy: Remedy = {
    act: decision.act,
    rule,
    resource,
    eventId,
    because,
    ...(decision.act === "remedy" && "input" in aim && "operation" in action
      ? {
          operation: action.operation,
          input: await keptInput(cloudFlow, { ...aim.input, ...action.input, requestedBy: asked }),
          agreedBy: action.agreedBy,
        }
      : { operation: "", input: {}, agreedBy: [] }),
  };
  const attempt = await cloudFlow.start(flow, decision.name, signedRemedy(key(), decision.name, remedy));
  if (attempt === "ended before") {
    return { ...told, act: "ignore", execution: decision.name, because: `${because} It was answered before.` };
  }
  past.started(decision.name);
  return { ...told, execution: decision.name };
}

/** Ids keep their small letters. */
function sentence(text: string): string {
  const begun = /^[a-z]+ /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
  return begun.endsWith(".") ? begun : `${begun}.`;
}
