import { cliMessages } from "../../deployment/language.ts";
import { IMPACTS, impactsOf } from "../../shared/core/impact.ts";
import type { Messages } from "../../shared/core/messages/messagesIn.ts";
import { planRows } from "../../shared/core/planRows.ts";
import type { Plan, Verdict } from "../../shared/core/verdict.ts";
import { inColour } from "../colour.ts";

/** A plan as a person reads it before saying yes: what changes, in which steps, and what clients will notice. */
export function describePlan({ plan, reason, state }: Verdict, messages = cliMessages()): string[] {
  if (plan === null) return [messages.sentences(reason)];
  const changes = planRows(plan).flatMap(({ what, before, after }) => [
    `  ${what}`,
    ...before.map((line) => inColour(`    - ${short(line)}`, "red")),
    ...after.map((line) => inColour(`    + ${short(line)}`, "green")),
  ]);
  return [
    ...(changes.length === 0 ? [] : ["What changes", ...changes]),
    plan.steps.length === 1 ? "One step" : `${plan.steps.length} steps`,
    ...plan.steps.map((step, position) => `  ${position + 1}. ${messages.message(step)}`),
    "What clients will notice",
    `  ${describeImpacts(plan, messages)}`,
    `About ${plan.expectedSeconds} s${describeWatch(plan.watch)}; at most ${plan.atMostSeconds} s, the way back included.${state === "awaitingApproval" ? " Requires approval by another person." : ""}`,
  ];
}

function describeWatch({ seconds, throughout, between }: Plan["watch"]): string {
  const steps =
    between === undefined ? "" : `, watched for ${between.seconds} s after each of ${between.steps.length} steps`;
  return throughout && seconds > 0 ? `${steps}, then watched for ${seconds} s` : steps;
}

/** What it means, in a word for each impact that somebody has to agree to, and then in sentences. */
function describeImpacts(plan: Plan, messages: Messages): string {
  const asking = impactsOf(plan).filter((impact) => IMPACTS[impact].asks);
  const effect = plan.effect.map((one) => messages.message(one)).join("; ");
  return asking.length === 0 ? effect : `${asking.join(", ")}: ${effect}`;
}

/** Long values end where the line would. */
function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const LONGEST = 240;
