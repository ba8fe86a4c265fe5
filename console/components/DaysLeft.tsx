import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import { partWords } from "./partWords.ts";
import { State, type StateKind } from "./State.tsx";

/** How long a certificate still lives, as far as it matters. */
interface Lifetime {
  /** Null where nobody knows. */
  daysLeft: number | null;
  unavailable?: string;
}

/** The days that a certificate has left; one that needs somebody has a shape beside it. */
export function DaysLeft({
  certificate,
  isDue,
  language,
}: {
  certificate: Lifetime;
  isDue: boolean;
  language: Language;
}) {
  const words = wordsIn(partWords, language);
  const { daysLeft, unavailable } = certificate;
  const kind = urgency(certificate, isDue);
  const text =
    daysLeft === null
      ? unavailable === undefined
        ? words.lost
        : words.unavailable
      : daysLeft < 0
        ? words.expired
        : daysLeft === 0
          ? words.today
          : words.daysLeft(daysLeft);
  return kind === "ok" ? <span class="days">{text}</span> : <State kind={kind}>{text}</State>;
}

/** `bad` when it serves wrongly or does within a week, `warn` when it is due. */
export function urgency({ daysLeft }: Lifetime, isDue: boolean): Extract<StateKind, "ok" | "warn" | "bad"> {
  if (daysLeft === null || daysLeft < 7) return "bad";
  return isDue || daysLeft < 20 ? "warn" : "ok";
}
