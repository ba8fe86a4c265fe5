import { LANGUAGES, type Language } from "../../core/messages/message.ts";
import { type Environment, wordSetting } from "../../platform/settings/readSetting.ts";

/** What whoever deploys sets for the language of notices, for the documentation. */
export const NOTICE_LANGUAGE_SETTING = { ALBFLOW_LANGUAGE: "the language of notices: en or zh; en unless set" };

/** The language in which people are told. Throws `AlbflowError` InvalidInput for one that there is not. */
export function noticeLanguageFrom(environment: Environment): Language {
  return wordSetting(environment, "ALBFLOW_LANGUAGE", LANGUAGES) ?? "en";
}
