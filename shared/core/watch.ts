import type { Plan } from "./verdict.ts";

/** How long, and how, what a step has led to is watched: the last step as the plan says, those between as it says of them. */
export function watchAfter({ watch, steps }: Pick<Plan, "watch" | "steps">, step: number): Plan["watch"] {
  if (step + 1 >= steps.length) return watch;
  const { between } = watch;
  return between?.steps.includes(step) === true ? { seconds: between.seconds, throughout: true } : UNWATCHED;
}

/** Seconds that all watches of a plan take together. */
export function watchedSeconds({ seconds, between }: Plan["watch"]): number {
  return seconds + (between === undefined ? 0 : between.seconds * between.steps.length);
}

const UNWATCHED = { seconds: 0, throughout: false };
