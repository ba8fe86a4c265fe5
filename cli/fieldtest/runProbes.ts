import { expectedAnswer } from "../../local/realities/expectedAnswer.ts";
import { type QuestionName, questionOf } from "../../local/realities/questions.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import type { OwnResources } from "./own.ts";
import { type Gap, questionsOf, unprobed } from "./probe.ts";
import { probes } from "./probes/registry.ts";
import { withoutTraces } from "./withoutTraces.ts";

/** What has become of one question. */
export interface ProbedQuestion {
  /** `O13`, or the row of real-cloud.md. */
  number: string;
  question: QuestionName;
  assumed: string;
  /** Absent where nobody can tell: then `unprobed` says why. */
  found?: string;
  unprobed?: Reason;
  agrees?: boolean;
}

/** Asks one probe after the other, and tells of each as it comes. Questions of a probe that could not be asked stay open. */
export async function runProbes(
  own: OwnResources,
  reported: (finding: ProbedQuestion) => void = () => {},
  names: string[] = Object.keys(probes),
): Promise<ProbedQuestion[]> {
  const findings: ProbedQuestion[] = [];
  for (const name of names) {
    if (own.field.signal.aborted) break;
    const probe = probes[name as keyof typeof probes];
    const found: Partial<Record<QuestionName, string | Gap>> =
      probe.needs === "write" && !own.field.mayWrite
        ? gapsOf(name, unprobed("gap-needs-write"))
        : await probe
            .ask(own)
            .catch((cause: unknown) => gapsOf(name, unprobed("gap-probe-failed", { error: whyOf(cause) })));
    for (const question of questionsOf(name)) {
      const finding = findingOf(question, found[question] ?? unprobed("gap-not-told"));
      findings.push(finding);
      reported(finding);
    }
  }
  return findings;
}

function findingOf(question: QuestionName, found: string | Gap): ProbedQuestion {
  const about = { number: questionOf(question).row, question, assumed: expectedAnswer(question) };
  if (typeof found !== "string") return { ...about, unprobed: found.unprobed };
  return { ...about, found: withoutTraces(found), agrees: found === about.assumed };
}

function gapsOf(name: string, gap: Gap): Partial<Record<QuestionName, Gap>> {
  return Object.fromEntries(questionsOf(name).map((question) => [question, gap]));
}

/** Of what the cloud has said only the code: its messages name accounts, addresses and resources. */
function whyOf(cause: unknown): string | null {
  if (cause instanceof AlbflowError) return withoutTraces(cause.code ?? cause.message);
  return cause instanceof Error ? cause.name : null;
}
