import type { Language } from "../../../core/messages/message.ts";

/** That something was left out because it did not fit; at least one of the counts is more than 0. */
export function describeLeftOut(
  language: Language,
  { sentences, changes }: { sentences: number; changes: number },
): string {
  const parts =
    language === "zh"
      ? [[sentences, "条说明"] as const, [changes, "项变更"] as const].map(([count, what]) =>
          count > 0 ? `${count} ${what}` : "",
        )
      : [[sentences, "more sentences"] as const, [changes, "more changes"] as const].map(([count, what]) =>
          count > 0 ? `${count} ${what}` : "",
        );
  const left = parts.filter((part) => part !== "");
  if (left.length === 0) return "";
  return language === "zh" ? `…… 另有 ${left.join("、")}未显示。` : `… and ${left.join(" and ")}.`;
}
