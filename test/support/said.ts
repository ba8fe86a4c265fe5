import { catalogues } from "../../shared/core/messages/catalogues.ts";
import { messagesIn } from "../../shared/core/messages/messagesIn.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";

const messages = messagesIn(catalogues.en, "en");

/** What is said of a reason in English, so that tests of what people are shown pin its code and not its words. */
export function said(shown: Reason): string {
  return messages.message(shown);
}

/** The same with its next step, as whole sentences. */
export function saidInFull(shown: Reason): string {
  return messages.sentences(shown);
}

/** The same by a command with these flags, as ` --local`: the commands that are named have them, too. */
export function saidInFullAt(flags: string, shown: Reason): string {
  return saidInFull(shown).replaceAll(/`albflow ([^`]*)`/g, (typed, rest: string) =>
    / --(?:local|help)\b/.test(rest) ? typed : `\`albflow ${rest}${flags}\``,
  );
}

/** In place of a parameter that a test cannot know, as an address that a run chooses. */
export const ANY = "\u{E000}" as never;

/** What is said of a reason some of whose parameters are `ANY`: a line that has it, with whatever stands there. */
export function saidWithAny(shown: Reason): RegExp {
  return new RegExp(
    said(shown)
      .replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")
      .replaceAll(ANY, ".*"),
  );
}
