import { createHash } from "node:crypto";

/** What a rule answers, on which resource. */
export interface NamedTarget {
  /** Name of the rule: letters, digits, `_`. */
  rule: string;
  /** Id of the resource: `lsn-1`. */
  resource: string;
}

/**
 * The name of the execution that answers an event: the same for the same event, so that one that is delivered again finds
 * its answer running or ended, and starts nothing (cloudflow.md §8.1).
 */
export function remedyName(target: NamedTarget, eventId: string): string {
  return remedyPrefix(target) + digest(eventId);
}

/** How the names of all remedies of a rule on a resource begin; `ListExecutions` takes it. */
export function remedyPrefix({ rule, resource }: NamedTarget): string {
  return `remedy-${word(rule)}-${plain(resource, 50)}-`;
}

/**
 * The name of the execution that asks a person: one a day (UTC), so that two events at the same moment ask once.
 */
export function escalationName({ rule, resource }: NamedTarget, at: number): string {
  return `${escalationPrefix({ rule, resource })}${new Date(at).toISOString().slice(0, 10)}`;
}

/** How the names of all escalations of a rule on a resource begin. */
function escalationPrefix({ rule, resource }: NamedTarget): string {
  return `escalate-${word(rule)}-${plain(resource, 50)}-`;
}

/** What an execution's name says it is, for a target; undefined when it is of another one. */
export function kindOfName(target: NamedTarget, name: string): "remedy" | "escalation" | undefined {
  // `lsn-1-` is also how the names of `lsn-1-x` begin; what follows must be all.
  const rest = (prefix: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : "");
  if (/^[0-9a-f]{24}$/.test(rest(remedyPrefix(target)))) return "remedy";
  return /^\d{4}-\d{2}-\d{2}$/.test(rest(escalationPrefix(target))) ? "escalation" : undefined;
}

/** A rule's name without a hyphen, so that it is known where it ends. */
function word(rule: string): string {
  return rule.includes("-") ? plain(`${rule}.`, 40) : plain(rule, 40);
}

/** A text as part of an execution's name; what does not fit in is told apart by a digest. */
function plain(text: string, longest: number): string {
  if (/^[A-Za-z0-9_-]+$/.test(text) && text.length <= longest) return text;
  return `${text.replace(/[^A-Za-z0-9_]/g, "_").slice(0, longest - 13)}_${digest(text).slice(0, 12)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
