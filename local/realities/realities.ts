import { CloudError } from "../wire/cloudError.ts";
import { canPlay, isQuestionName, type QuestionName, questionOf, REFUSAL } from "./questions.ts";

/** What was found on the real cloud where it is not as assumed: this cloud does as it was found. */
export interface Realities {
  /** Whether a question was found to be answered so, against the assumption. */
  is(question: QuestionName, answer: string): boolean;
  /** The refusal as it was found to be; as it is where nothing else was found. */
  refusal(service: string, action: string, refusal: unknown): unknown;
  /** Sets an answer; undefined: as assumed. Throws an `Error` for one that this cloud cannot play. */
  set(question: string, answer: string | undefined): void;
  /** What is set. */
  all(): Partial<Record<QuestionName, string>>;
}

/** By the name of a question, the answer that was found: local/realities.json. */
export type FoundAnswers = Readonly<Record<string, string>>;

/** Throws an `Error` for an answer that this cloud cannot play. */
export function createRealities(found: FoundAnswers = {}): Realities {
  const answers = new Map<QuestionName, string>();
  const realities: Realities = {
    is: (question, answer) => answers.get(question) === answer,
    refusal(service, action, refusal) {
      if (answers.size === 0 || !(refusal instanceof CloudError)) return refusal;
      for (const [name, answer] of answers) {
        const { refusalOf, assumed } = questionOf(name);
        if (refusalOf?.service !== service || refusalOf.action !== action) continue;
        const [, status, code] = REFUSAL.exec(answer) ?? [];
        if (code === undefined || assumed !== `${refusal.status} ${refusal.code}`) continue;
        return new CloudError(Number(status), code, refusal.message, refusal.detail);
      }
      return refusal;
    },
    set(question, answer) {
      if (!isQuestionName(question)) throw new Error(`${question} is no question that a field test asks.`);
      if (answer === undefined) {
        answers.delete(question);
        return;
      }
      if (!canPlay(question, answer)) throw new Error(`This cloud cannot answer ${question} with "${answer}".`);
      answers.set(question, answer);
    },
    all: () => Object.fromEntries(answers),
  };
  for (const [question, answer] of Object.entries(found)) realities.set(question, answer);
  return realities;
}
