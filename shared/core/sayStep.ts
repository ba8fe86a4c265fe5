import type { Step } from "./path.ts";
import type { FacetName } from "./resources/registry.ts";
import { WRITES } from "./resources/write.ts";

/** One step as a person would say it: `associate 123-cn-hangzhou with lsn-1`. Ids must be filled in already. */
export function sayStep({ action, parameters }: Pick<Step, "action" | "parameters">): string {
  return sayReferences(WRITES[action].says(parameters as Record<string, string>, parameters));
}

/** Puts words in place of references to ids that the cloud has yet to give: `@copy` is the new listener. */
export function sayReferences(text: string): string {
  return text.replaceAll(/@(\w+)/g, (reference, name: string) => MADE[name as FacetName] ?? reference);
}

const MADE: Partial<Record<FacetName, string>> = {
  serverGroup: "the new server group",
  securityPolicy: "the new TLS policy",
  successorCopy: "the copy of the new default",
  formerCopy: "the copy of the former default",
  closedGroup: "the empty server group",
  canaryRule: "the canary rule",
  copy: "the new listener",
  listener: "the new listener",
};
