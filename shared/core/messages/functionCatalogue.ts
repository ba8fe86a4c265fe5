import type { Catalogue, Language } from "./message.ts";

/**
 * The messages that the API tells, in one language. Most calls need none or one of them, so that each is loaded when it is
 * first asked for: V8 neither compiles nor caches what is not.
 */
export async function functionCatalogue(language: Language): Promise<Catalogue> {
  return language === "zh"
    ? (await import("./zh/functionMessages.ts")).zhFunctionMessages
    : (await import("./en/functionMessages.ts")).enFunctionMessages;
}
