import type { CallEvent, NormalizedEvent } from "./normalizedEvent.ts";

/** By what our own calls are known. */
interface OwnTriggers {
  /** How the names of our functions' and flows' roles begin, with the hyphen: `albflow-`. */
  rolePrefix: string;
  /** Ids of requests that the audit log knows to be ours. */
  requestIds?: ReadonlySet<string>;
}

/**
 * Whether a fact is about something that we have done, which must never be answered: that would go round in a circle.
 * Only an assumed role counts, whatever a RAM user may call itself; its name comes with a session's behind it.
 */
export function isSelfTriggered(event: NormalizedEvent, { rolePrefix, requestIds }: OwnTriggers): boolean {
  if (!("caller" in event)) return false;
  const { caller, requestId }: CallEvent = event;
  if (requestId !== "" && requestIds?.has(requestId) === true) return true;
  const role = caller.name.split(/[:/]/)[0] ?? "";
  return /^assumed-?role$/i.test(caller.type) && role.toLowerCase().startsWith(rolePrefix.toLowerCase());
}
