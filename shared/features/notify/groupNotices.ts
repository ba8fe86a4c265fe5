import { createHash } from "node:crypto";
import { reason } from "../../platform/reasons/reason.ts";
import type { Notice } from "./notice.ts";

/**
 * The same notices with each said once a window: of those with one key and window the latest stays, and says how often
 * it came. Their order is that of the first of each. Pure: several notices are known to be one by what they hold.
 */
export function deduplicate(notices: Notice[], windowMs: number): Notice[] {
  const byId = new Map<string, Notice[]>();
  for (const notice of notices) {
    const id = noticeId(notice, windowMs);
    byId.set(id, [...(byId.get(id) ?? []), notice]);
  }
  return [...byId.values()].map((same) => {
    const latest = same.reduce((one, other) => (other.at >= one.at ? other : one));
    if (same.length === 1) return latest;
    return { ...latest, sentences: [...latest.sentences, reason("notice-repeated", { count: same.length })] };
  });
}

/**
 * Puts notices of one kind into one, when there are more than `most` of them: fifty renewals are one message with fifty
 * sentences. Approvals are never put together, because each has its own link.
 */
export function group(notices: Notice[], most = 3): Notice[] {
  const byKind = new Map<string, Notice[]>();
  for (const notice of notices) byKind.set(notice.kind, [...(byKind.get(notice.kind) ?? []), notice]);
  return [...byKind.entries()].flatMap(([kind, all]) =>
    kind === "approval" || all.length <= most ? all : [merge(all)],
  );
}

/**
 * The name under which a notice is sent: the same for all of one key and window. As the name of an execution it makes a
 * notice that is delivered again a notice that was sent already (cloudflow.md §8.1).
 */
export function noticeId({ key, kind, at }: Pick<Notice, "key" | "kind" | "at">, windowMs: number): string {
  const window = Math.floor(at / windowMs);
  const digest = createHash("sha256").update(`${key}\n${window}`).digest("hex").slice(0, 24);
  return `notice-${kind}-${digest}`;
}

/**
 * The threshold that a count of days has reached: 30, 14, 7, 3, 1, 0. As part of a notice's key it reminds once for each,
 * however often the timer comes; undefined while there is more time.
 */
export function reminderOf(daysLeft: number, thresholds: readonly number[] = [30, 14, 7, 3, 1, 0]): number | undefined {
  return thresholds.filter((threshold) => daysLeft <= threshold).sort((one, other) => one - other)[0];
}

/** Notices of one key within so many milliseconds are one. */
export const WINDOW_MS = 3_600_000;

function merge(notices: Notice[]): Notice {
  const [first] = notices as [Notice, ...Notice[]];
  const { link: _, ...rest } = first;
  return {
    ...rest,
    key: createHash("sha256")
      .update(
        notices
          .map(({ key }) => key)
          .sort()
          .join("\n"),
      )
      .digest("hex"),
    title: reason("notices-grouped", { count: notices.length, kind: first.kind }),
    sentences: notices.slice(0, 49).map(({ title, sentences: [why = null] }) => reason("notice-line", { title, why })),
    changes: [],
    at: Math.max(...notices.map(({ at }) => at)),
  };
}
