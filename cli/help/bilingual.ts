import { spokenLanguage } from "../../deployment/language.ts";

/** A longer help text in the language of the command line, when it is shown. */
export function bilingual(en: string, zh: string): () => string {
  return () => (spokenLanguage().language === "zh" ? zh : en);
}
