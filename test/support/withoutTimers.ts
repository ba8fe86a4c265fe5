import type { Deployment } from "../../local/localCloud.ts";

/**
 * A deployment whose timers never strike. Tests in the machine's own time run at any minute, and what a timer starts would
 * come in between. The functions named in `but` keep theirs.
 */
export function withoutTimers(deployment: Deployment, but: string[] = []): Deployment {
  return {
    ...deployment,
    functions: deployment.functions.map((spec) => ({
      ...spec,
      triggers: (spec.triggers ?? []).filter(
        ({ triggerType }) => triggerType !== "timer" || but.includes(spec.functionName),
      ),
    })),
  };
}
