import { functionCatalogues } from "../../core/messages/functionCatalogues.ts";
import { acceptedLanguage } from "../../core/messages/message.ts";
import { type Messages, messagesIn } from "../../core/messages/messagesIn.ts";

/** Says reasons as a caller wants them said: in Chinese or, unless that comes first, in English. */
export function sayerFor(accepted = ""): Messages {
  const language = acceptedLanguage(accepted);
  return messagesIn(functionCatalogues[language], language);
}
