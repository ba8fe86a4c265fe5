import { AlbflowError } from "../../platform/errors.ts";
import { summary } from "../../platform/shortened.ts";
import { changesBetween } from "../planSteps.ts";
import { type ResourceSet, withIds } from "../resourceSet.ts";
import { textIn, type Verdict } from "../verdict.ts";

/** The verdict of a phase that cannot go on. */
export function failed(verdict: Verdict, message: string): Verdict {
  return { ...verdict, state: "failed", message: `${message}.` };
}

/** How the world differs from what was expected, in words. */
export function describeDifference(expected: ResourceSet, found: ResourceSet): string {
  const differences = changesBetween(withIds(expected, found), found).map(
    ({ field, before, after }) => `${field} is ${short(after)} instead of ${short(before)}`,
  );
  return differences.length > 0 ? differences.join(", ") : "in a way that cannot be told";
}

/** A listener may have a hundred rules. */
function short(value: unknown): string {
  return JSON.stringify(summary(value, 400));
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What went wrong; an error that is none of ours is a fault of albflow, and the same the next time. */
export function describeFault(error: unknown): string {
  if (error instanceof AlbflowError) return error.message;
  return `albflow itself has failed (${String(error)}); please report it`;
}

/** The id of the cloud's refusal; empty when none is known. */
export function requestIdOf(error: unknown): string {
  return error instanceof AlbflowError ? (error.requestId ?? "") : "";
}

/** What is left to a person when even the way back is blocked; with what is not as it was, where that is known. */
export function howToGoBackByHand(
  { input, execution }: Verdict,
  seen?: { goal: ResourceSet; now: ResourceSet },
): string {
  const name = textIn(input, "listenerId") || "what was made";
  const where = seen === undefined ? "" : `It is not as before: ${describeDifference(seen.goal, seen.now)}. `;
  return `${where}Look at ${name} and set it by hand to the snapshot in the plan of ${execution}, or run \`albflow undo ${execution}\` when the cause is gone`;
}
