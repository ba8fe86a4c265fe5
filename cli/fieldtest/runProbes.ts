import { expectedAnswer } from "../../local/realities/expectedAnswer.ts";
import { type QuestionName, questionOf } from "../../local/realities/questions.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { OwnResources } from "./own.ts";
import { type Gap, questionsOf, unprobed } from "./probe.ts";
import { probes } from "./probes/registry.ts";
import { withoutTraces } from "./withoutTraces.ts";

/** What has become of one question. */
export interface Finding {
  /** `O13`, or the row of real-cloud.md. */
  number: string;
  question: QuestionName;
  assumed: string;
  /** Absent where nobody can tell: then `unprobed` says why. */
  found?: string;
  unprobed?: string;
  agrees?: boolean;
}

/** Asks one probe after the other, and tells of each as it comes. Questions of a probe that could not be asked stay open. */
export async function runProbes(
  own: OwnResources,
  reported: (finding: Finding) => void = () => {},
  names: string[] = Object.keys(probes),
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of names) {
    if (own.field.signal.aborted) break;
    const probe = probes[name as keyof typeof probes];
    const found: Partial<Record<QuestionName, string | Gap>> =
      probe.needs === "write" && !own.field.mayWrite
        ? gapsOf(name, "it makes something of its own: --write")
        : await probe.ask(own).catch((cause: unknown) => gapsOf(name, whyOf(cause)));
    for (const question of questionsOf(name)) {
      const finding = findingOf(question, found[question] ?? unprobed("the probe did not say"));
      findings.push(finding);
      reported(finding);
    }
  }
  return findings;
}

function findingOf(question: QuestionName, found: string | Gap): Finding {
  const about = { number: questionOf(question).row, question, assumed: expectedAnswer(question) };
  if (typeof found !== "string") return { ...about, unprobed: withoutTraces(found.unprobed) };
  return { ...about, found: withoutTraces(found), agrees: found === about.assumed };
}

function gapsOf(name: string, why: string): Partial<Record<QuestionName, Gap>> {
  return Object.fromEntries(questionsOf(name).map((question) => [question, unprobed(why)]));
}

/** Of what the cloud has said only the code: its messages name accounts, addresses and resources. */
function whyOf(cause: unknown): string {
  if (cause instanceof AlbflowError) return cause.code ?? cause.message;
  return cause instanceof Error ? cause.name : "an unknown fault";
}
