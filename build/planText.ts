import { describeReferences } from "../shared/core/describeStep.ts";
import { catalogues } from "../shared/core/messages/catalogues.ts";
import { messagesIn } from "../shared/core/messages/messagesIn.ts";
import { planSteps, rollbackTarget } from "../shared/core/planSteps.ts";
import type { Plan } from "../shared/core/verdict.ts";
import { codes, table } from "./markdown.ts";

/** A plan as a person reads it: what changes, in which steps, what clients notice, and how long it takes. */
export function planText({ changes, steps, effect, expectedSeconds, atMostSeconds, watch }: Plan): string {
  const rows = changes.map(({ field, before, after }) => [field, ...different(before, after).map(valueText)]);
  const numbered = steps.map((step, position) => `${position + 1}. ${messages.message(step)}\n`).join("");
  return `${table(["what changes", "before", "after"], rows)}${numbered}
What clients notice: ${effect.map((one) => withoutDates(messages.message(one))).join("; ")}. It takes about ${expectedSeconds} s${watchText(watch)}; at most ${atMostSeconds} s, rollback included.
`;
}

/** The writes that carry a plan out. */
export function forwardOf({ snapshot, stages }: Plan): string[] {
  return planSteps(snapshot, stages).map(({ action }) => action);
}

/** The writes that take it back when all of it was carried out. */
export function backOf({ snapshot, stages }: Plan): string[] {
  const target = stages.at(-1) ?? snapshot;
  return planSteps(target, [rollbackTarget(snapshot, target, target)]).map(({ action }) => action);
}

function watchText({ seconds, throughout, between }: Plan["watch"]): string {
  if (between !== undefined) {
    return `, and is watched for ${between.seconds} s after each of ${between.steps.length} steps and for ${seconds} s at last`;
  }
  if (seconds === 0) return "";
  return throughout ? `, and is watched for ${seconds} s more` : `, and up to ${seconds} s more until the result shows`;
}

/** Of two objects, what differs between them. */
function different(before: unknown, after: unknown): [unknown, unknown] {
  if (!isObject(before) || !isObject(after)) return [before, after];
  const keys = Object.keys({ ...before, ...after }).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const only = (value: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, value[key]]));
  return [only(before), only(after)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return codes([describeReferences(typeof value === "string" ? value : JSON.stringify(value))]);
}

const messages = messagesIn(catalogues.en, "en");

/** Certificates of the example end so many days after the page is made: a date would differ from day to day. */
function withoutDates(text: string): string {
  return text.replaceAll(/ \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)/g, "");
}
