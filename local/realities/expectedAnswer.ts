import { type QuestionName, questionOf } from "./questions.ts";
import found from "./realities.json" with { type: "json" };

/** What the real cloud is expected to answer: what an earlier field test has found, else what is assumed. */
export function expectedAnswer(question: QuestionName): string {
  const answers: Readonly<Record<string, string | undefined>> = found;
  return answers[question] ?? questionOf(question).assumed;
}
