import { cliMessages, inSeries } from "../../deployment/language.ts";
import { IMPACTS, impactsOf } from "../../shared/core/impact.ts";
import { changeName, changeValue } from "../../shared/core/messages/fieldNames.ts";
import type { MessageMaker } from "../../shared/core/messages/messagesIn.ts";
import { planRows } from "../../shared/core/planRows.ts";
import type { Plan, Verdict } from "../../shared/core/verdict.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { inColour } from "../colour.ts";
import { printable } from "../printable.ts";

/** A plan as a person reads it before saying yes: what changes, in which steps, and what clients will notice. */
export function describePlan({ plan, reason: why, state }: Verdict, messages = cliMessages()): string[] {
  if (plan === null) return [messages.sentences(why)];
  const changes = planRows(plan).flatMap(({ field, before, after }) => [
    `  ${changeName(field, messages.language)}`,
    ...before.map((line) => inColour(`    - ${short(changeValue(field, line, messages.language))}`, "red")),
    ...after.map((line) => inColour(`    + ${short(changeValue(field, line, messages.language))}`, "green")),
  ]);
  return [
    ...(changes.length === 0 ? [] : [messages.message(reason("plan-changes")), ...changes]),
    messages.message(reason("plan-steps", { steps: plan.steps.length })),
    ...plan.steps.map((step, position) => `  ${position + 1}. ${messages.message(step)}`),
    messages.message(reason("plan-effects")),
    `  ${describeImpacts(plan, messages)}`,
    messages.sentences(reason("plan-duration", durationOf(plan, state === "awaitingApproval"))),
  ];
}

function durationOf({ expectedSeconds, atMostSeconds, watch }: Plan, needsApproval: boolean) {
  const { seconds, throughout, between } = watch;
  return {
    expectedSeconds,
    atMostSeconds,
    watchSeconds: throughout ? seconds : 0,
    between: between === undefined ? null : { seconds: between.seconds, steps: between.steps.length },
    needsApproval,
  };
}

/** What it means, in a word for each impact that somebody has to agree to, and then in sentences. */
function describeImpacts(plan: Plan, messages: MessageMaker): string {
  const asking = impactsOf(plan).filter((impact) => IMPACTS[impact].asks);
  const effect = inSeries(plan.effect.map((one) => messages.message(one)));
  const impacts = asking.map((impact) => messages.message(reason("impact-only", { impact })));
  return asking.length === 0 ? effect : `${impacts.join(", ")}${messages.language === "zh" ? "：" : ": "}${effect}`;
}

/** Long values end where the line would. */
function short(value: string): string {
  const text = printable(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const LONGEST = 240;
