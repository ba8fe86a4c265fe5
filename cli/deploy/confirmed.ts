import { cliMessages } from "../../deployment/language.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { askAtTerminal } from "../askAtTerminal.ts";
import { complain } from "../complaint.ts";

/** Asks a question on the terminal; `--yes` answers it, and without a terminal nobody does. Says that nothing happens when it is denied. */
export async function confirmed(question: Reason, { yes }: { yes?: boolean }): Promise<boolean> {
  if (yes === true) return true;
  const messages = cliMessages();
  if (process.stdin.isTTY) {
    if (/^(?:y(?:es)?|是)$/i.test(await askAtTerminal(`\n${messages.message(question)} [y/N] `))) return true;
    complain(reason("nothing-changed"));
  } else {
    complain(reason("nobody-to-confirm"));
  }
  return false;
}
