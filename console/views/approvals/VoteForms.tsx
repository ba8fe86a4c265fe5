import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import type { ApprovalCondition } from "./approvalView.ts";
import { approvalWords } from "./approvalWords.ts";

/** Agree or deny; whoever has asked may withdraw. Nothing for those who have no word in it. */
export function VoteForms({
  token,
  condition,
  language,
  chosen,
}: {
  token: string;
  condition: ApprovalCondition;
  language: Language;
  /** What a button in a chat has chosen already: that form is where the keyboard is. */
  chosen: string | null;
}) {
  const words = wordsIn(approvalWords, language);
  if (condition === "notYours" || condition === "agreedAlready") return null;
  const action = `${CONSOLE}/approvals/${token}`;
  return (
    <section class="card" aria-labelledby="decide">
      <h2 id="decide">{words.decide}</h2>
      <div class="body votes">
        {condition === "own" ? null : (
          <form method="post" action={action} class="stack">
            <input type="hidden" name="decision" value="agree" />
            <label for="note">{words.agreeNote}</label>
            <input id="note" name="reason" autofocus={chosen === "agree"} maxlength={500} autocomplete="off" />
            <button type="submit" class="main">
              {words.agree}
            </button>
            <p class="hint">{words.agreeHint}</p>
          </form>
        )}
        <form method="post" action={action} class="stack">
          <input type="hidden" name="decision" value="deny" />
          <label for="reason">{words.denyReason}</label>
          <input id="reason" name="reason" autofocus={chosen === "deny"} maxlength={500} required autocomplete="off" />
          <button type="submit" class="danger">
            {condition === "own" ? words.withdraw : words.deny}
          </button>
          <p class="hint">{words.denyHint}</p>
        </form>
      </div>
    </section>
  );
}
