/** The languages of the page. */
const LANGUAGES = ["en", "zh"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The name of the cookie that remembers what somebody has chosen. */
export const LANGUAGE_COOKIE = "albflow_language";

/** What stands between a name and what is said of it, and at the end of a sentence that goes on. */
export const MARKS: Record<Language, { colon: string; semicolon: string; stop: string }> = {
  en: { colon: ": ", semicolon: "; ", stop: ". " },
  zh: { colon: "：", semicolon: "；", stop: "。" },
};

/** As HTML names them. */
export const LANGUAGE_TAGS: Record<Language, string> = { en: "en", zh: "zh-CN" };

/** The language of a page: asked for by its address, chosen before, or what the browser prefers; English otherwise. */
export function languageOf(view: { asked: string | null; chosen: string | undefined; accepted: string }): Language {
  const preferred = view.accepted
    .split(",")
    .map((range) => {
      const [tag = "", quality = "q=1"] = range.trim().split(/\s*;\s*/);
      return { tag: tag.toLowerCase().split("-")[0], quality: Number(quality.replace("q=", "")) };
    })
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
  const [first = "en"] = [view.asked, view.chosen, ...preferred].filter(isLanguage);
  return first;
}

function isLanguage(text: string | null | undefined): text is Language {
  return (LANGUAGES as readonly unknown[]).includes(text);
}
