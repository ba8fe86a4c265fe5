import { AlbflowError } from "../../platform/errors.ts";
import { nameAt } from "../../platform/place.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { summary } from "../../platform/shortened.ts";
import { changesBetween } from "../planSteps.ts";
import { type ResourceSet, withIds } from "../resourceSet.ts";
import { textIn, type Verdict } from "../verdict.ts";

/** The verdict of a phase that cannot go on. */
export function failed(verdict: Verdict, reason: Reason): Verdict {
  return { ...verdict, state: "failed", reason };
}

/** One field that is not as expected. */
export interface FieldDifference {
  field: string;
  expected: unknown;
  found: unknown;
}

/** Characters of a value in a difference. */
const MOST_OF_A_VALUE = 400;

/** How the resources differ from what was expected, field by field; long values are summed up, a listener may have a hundred rules. */
export function describeDifference(expected: ResourceSet, found: ResourceSet): FieldDifference[] {
  return changesBetween(withIds(expected, found), found).map(({ field, before, after }) => ({
    field,
    expected: summary(before, MOST_OF_A_VALUE),
    found: summary(after, MOST_OF_A_VALUE),
  }));
}

/** What it would take to make it as expected, field by field: what the plan has left to the cloud is no difference. */
export function differencesFrom(expected: ResourceSet, found: ResourceSet): FieldDifference[] {
  return changesBetween(found, expected).map(({ field, before, after }) => ({
    field,
    expected: summary(after, MOST_OF_A_VALUE),
    found: summary(before, MOST_OF_A_VALUE),
  }));
}

/** The id of the cloud's refusal; empty when none is known. */
export function requestIdOf(error: unknown): string {
  return error instanceof AlbflowError ? (error.requestId ?? "") : "";
}

/** What a person has to see to when even the rollback is blocked: what is to be restored, and whose plan has the snapshot. */
export function byHand(verdict: Verdict): { resource: string; execution: string } {
  const { input, execution, place, writes, touches = [] } = verdict;
  const listenerId = textIn(input, "listenerId");
  if (listenerId !== "") return { resource: nameAt(place, listenerId), execution };
  // What is made without a listener is a policy, a group or a listener itself.
  const made = writes.findLast((write) => write.made !== undefined)?.made;
  return { resource: made === undefined ? (touches[0] ?? execution) : nameAt(place, made.id), execution };
}
