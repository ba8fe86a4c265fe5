import type { Language } from "../../../core/messages/message.ts";

/** What stands around a diff, by language. */
export const DIFF_WORDS: Record<Language, { field: string; before: string; after: string }> = {
  en: { field: "field", before: "before", after: "after" },
  zh: { field: "字段", before: "变更前", after: "变更后" },
};
