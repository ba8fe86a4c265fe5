import type { Reason } from "../platform/reasons/reason.ts";
import type { Step } from "./planSteps.ts";
import type { ResourceName } from "./resources/registry.ts";
import { WRITES } from "./resources/write.ts";

/** One step as data for people: `step-start-listener` with the listener's id. Ids must be filled in already. */
export function describeStep({ action, parameters }: Pick<Step, "action" | "parameters">): Reason {
  return WRITES[action].says(parameters as Record<string, string>, parameters);
}

/** Puts words in place of references to ids that the cloud has yet to give: `@copy` is the new listener. */
export function describeReferences(text: string): string {
  return text.replaceAll(/@(\w+)/g, (reference, name: string) => MADE[name as ResourceName] ?? reference);
}

const MADE: Partial<Record<ResourceName, string>> = {
  serverGroup: "the new server group",
  securityPolicy: "the new TLS policy",
  successorCopy: "the copy of the new default",
  formerCopy: "the copy of the former default",
  closedGroup: "the empty server group",
  canaryRule: "the canary rule",
  copy: "the new listener",
  listener: "the new listener",
};
