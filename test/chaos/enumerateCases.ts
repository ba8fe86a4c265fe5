import { addressOf, type SeenCall } from "./calls.ts";
import type { ChaosCase } from "./chaosCase.ts";
import { faultKinds } from "./faultKinds.ts";
import type { Run } from "./runCase.ts";

/** Every case of one operation with one fault: each call of its healthy run, and each kind that fits that call. */
export function singleFaultCases(healthy: Run): ChaosCase[] {
  return distinct(healthy.calls).flatMap((call) =>
    faultKinds
      .filter((kind) => kind.fits(call))
      .map((kind) => ({ operation: healthy.operation, faults: [{ address: addressOf(call), kind }] })),
  );
}

/**
 * Of a stretch of polls, which repeat the same reads until something has changed, only the first and the last: nothing
 * that the function or the cloud knows is different at those between them.
 */
export function distinct(calls: readonly SeenCall[]): readonly SeenCall[] {
  return calls;
}
