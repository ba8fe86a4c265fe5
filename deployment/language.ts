import { catalogues } from "../shared/core/messages/catalogues.ts";
import { LANGUAGES, type Language } from "../shared/core/messages/message.ts";
import { type MessageMaker, messagesIn } from "../shared/core/messages/messagesIn.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import type { ReasonCode } from "../shared/platform/reasons/registry.ts";

/** The option of every command that says in which language it speaks. */
export const LANGUAGE_OPTION = "--language <language>";

/** What says in which language the command line speaks, and that language. */
interface ChosenLanguage {
  language: Language;
  /** `--language`, a variable, `albflow.yaml`; undefined where nothing says it. */
  from: string | undefined;
}

/**
 * The language of the command line: what `--language` names, else what ALBFLOW_LANGUAGE says, else albflow.yaml (`ofFile`), else
 * the terminal's own (LC_ALL, LC_MESSAGES, LANG); else English.
 */
export function languageFrom(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  ofFile?: string,
): ChosenLanguage {
  const said = [
    [LANGUAGE_OPTION.split(" ")[0], asked],
    ["ALBFLOW_LANGUAGE", environment.ALBFLOW_LANGUAGE],
    ["albflow.yaml", ofFile],
    ...["LC_ALL", "LC_MESSAGES", "LANG"].map((name) => [name, environment[name]]),
  ].find(([, value]) => value !== undefined && value !== "");
  const wanted = (said?.[1] ?? "en").toLowerCase().split(/[-_.@]/)[0];
  return { language: LANGUAGES.find((language) => wanted === language) ?? "en", from: said?.[0] };
}

let spoken: ChosenLanguage = languageFrom(undefined, process.env);

/** Sets the language of everything that this process says. */
export function speak(asked: string | undefined, ofFile?: string): void {
  spoken = languageFrom(asked, process.env, ofFile);
}

/** The language of this process, and what says so. */
export function spokenLanguage(): ChosenLanguage {
  return spoken;
}

/** The flags with which each command comes to the place where this process works. */
let flagsTo: ReadonlyMap<string, string> = new Map();

/** Sets with which flags commands are named in what this process says: whoever types one comes to the same place. */
export function leadWith(flags: ReadonlyMap<string, string>): void {
  flagsTo = flags;
}

/** Commands in backquotes, with the flags that lead where this process works; one that names a place keeps its own. */
function withPlace(text: string): string {
  return text.replaceAll(/`albflow ([\w-]+)([^`]*)`/g, (typed, command: string, rest: string) =>
    / --(?:local|embedded|profile|region|home|help)\b/.test(rest)
      ? typed
      : `\`albflow ${command}${rest}${flagsTo.get(command) ?? ""}\``,
  );
}

/** Says reasons in the language of the command line, with times in its zone; commands lead where this process works. */
export function cliMessages(): MessageMaker {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { language, message, said, sentences } = messagesIn(catalogues[spoken.language], spoken.language, { timeZone });
  return {
    language,
    message: (it) => withPlace(message(it)),
    said: (it) => {
      const { message: what, next } = said(it);
      return { message: withPlace(what), next: withPlace(next) };
    },
    sentences: (it) => withPlace(sentences(it)),
  };
}

/** The message of a code in the language of the command line, without a full stop. */
export function cliMessage<Code extends ReasonCode>(...made: Parameters<typeof reason<Code>>): string {
  return cliMessages().message(reason(...made));
}

/** Message and next step of a code in the language of the command line, as whole sentences. */
export function cliSentences<Code extends ReasonCode>(...made: Parameters<typeof reason<Code>>): string {
  return cliMessages().sentences(reason(...made));
}

/** A text behind what it is about, with the colon of the command line's language. */
export function labelled(label: string, text: string): string {
  return spoken.language === "zh" ? `${label}：${text}` : `${label}: ${text}`.trimEnd();
}

/** Texts one behind the other, with the semicolon of the command line's language. */
export function inSeries(texts: string[]): string {
  return texts.join(spoken.language === "zh" ? "；" : "; ");
}
