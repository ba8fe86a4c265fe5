import { functionCatalogue } from "../../core/messages/functionCatalogue.ts";
import { acceptedLanguage } from "../../core/messages/message.ts";
import { type MessageMaker, messagesIn } from "../../core/messages/messagesIn.ts";

/** Says reasons as a caller wants them said: in Chinese or, unless that comes first, in English. */
export async function sayerFor(accepted = ""): Promise<MessageMaker> {
  const language = acceptedLanguage(accepted);
  return messagesIn(await functionCatalogue(language), language);
}
