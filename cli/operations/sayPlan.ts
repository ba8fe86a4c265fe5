import { planRows } from "../../shared/planRows.ts";
import type { Verdict } from "../../shared/verdict.ts";

/** A plan as a person reads it before saying yes: what changes, in which steps, and what clients will notice. */
export function sayPlan({ plan, because, state }: Verdict): string[] {
  if (plan === null) return [because];
  const changes = planRows(plan).flatMap(({ what, before, after }) => [
    `  ${what}`,
    ...before.map((line) => `    - ${short(line)}`),
    ...after.map((line) => `    + ${short(line)}`),
  ]);
  return [
    ...(changes.length === 0 ? [] : ["What changes", ...changes]),
    plan.steps.length === 1 ? "One step" : `${plan.steps.length} steps`,
    ...plan.steps.map((step, position) => `  ${position + 1}. ${step}`),
    "What clients will notice",
    `  ${plan.effect}`,
    `About ${plan.expectedSeconds} s${plan.watch.throughout ? `, then watched for ${plan.watch.seconds} s` : ""}; at most ${plan.atMostSeconds} s, the way back included.${state === "ask" ? " Somebody else has to agree first." : ""}`,
  ];
}

/** Long values end where the line would. */
function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const LONGEST = 240;
