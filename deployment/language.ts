import { catalogues } from "../shared/core/messages/catalogues.ts";
import { LANGUAGES, type Language } from "../shared/core/messages/message.ts";
import { type MessageMaker, messagesIn } from "../shared/core/messages/messagesIn.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import type { ReasonCode } from "../shared/platform/reasons/registry.ts";

/** The option of every command that says in which language it speaks. */
export const LANGUAGE_OPTION = "--language <language>";

/** The language of the command line: what `--language` names, else what LC_ALL, LC_MESSAGES or LANG say; else English. */
export function languageFrom(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const wanted = asked ?? [LC_ALL, LC_MESSAGES, LANG].find((locale) => locale !== undefined && locale !== "") ?? "en";
  return LANGUAGES.find((language) => wanted.toLowerCase().split(/[-_.@]/)[0] === language) ?? "en";
}

let spoken: Language = languageFrom(undefined, process.env);

/** Sets the language of everything that this process says. */
export function speak(asked: string | undefined): void {
  spoken = languageFrom(asked, process.env);
}

/** Says reasons in the language of the command line, with times in its zone. */
export function cliMessages(): MessageMaker {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return messagesIn(catalogues[spoken], spoken, { timeZone });
}

/** The message of a code in the language of the command line, without a full stop. */
export function cliMessage<Code extends ReasonCode>(...made: Parameters<typeof reason<Code>>): string {
  return cliMessages().message(reason(...made));
}

/** Message and next step of a code in the language of the command line, as whole sentences. */
export function cliSentences<Code extends ReasonCode>(...made: Parameters<typeof reason<Code>>): string {
  return cliMessages().sentences(reason(...made));
}
