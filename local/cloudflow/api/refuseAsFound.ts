import { readFlow } from "../../../flowlang/definition/readFlow.ts";
import type { Realities } from "../../realities/realities.ts";
import { refusals } from "../engine/refusals.ts";

/** Refuses what the real CloudFlow was found to refuse, against what is assumed. Throws `CloudError` InvalidArgument. */
export function refuseAsFound(definition: string, realities: Pick<Realities, "is"> | undefined): void {
  if (realities === undefined) return;
  if (realities.is("zero-retries", "400 InvalidArgument") && /"?MaxAttempts"?\s*:\s*0\b/.test(definition)) {
    throw refusals.invalidArgument("MaxAttempts must be at least 1.");
  }
  const isWhole = ["Choice", "Task", "Wait"].every((type) => new RegExp(`Type: ${type}\\b`).test(definition));
  if (realities.is("operation-flow", "400 InvalidArgument") && isWhole && definition.includes("Catch:")) {
    throw refusals.invalidArgument("The flow has a state that is not valid.");
  }
  if (!realities.is("unreachable-state", "400 InvalidArgument")) return;
  const { findings } = readFlow(definition, "Standard");
  const unreachable = findings.find(({ code }) => code === "flow-state-unreachable");
  if (unreachable !== undefined) throw refusals.invalidArgument("There is a state that nothing leads to.");
}
