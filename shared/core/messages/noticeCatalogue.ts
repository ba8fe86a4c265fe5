import type { Catalogue, Language } from "./message.ts";

/** The messages that notices tell, in one language: also what remediation and orders say, which the API never does. */
export async function noticeCatalogue(language: Language): Promise<Catalogue> {
  return language === "zh"
    ? (await import("./zh/noticeMessages.ts")).zhNoticeMessages
    : (await import("./en/noticeMessages.ts")).enNoticeMessages;
}
