import type { CheckResult } from "../../deployment/doctor/runChecks.ts";
import { cliMessages, labelled } from "../../deployment/language.ts";
import { projectVersion } from "../../deployment/projectFolder.ts";
import type { MessageMaker } from "../../shared/core/messages/messagesIn.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { printAnswer } from "../output.ts";
import { troubleshootingAt } from "../troubleshootingAt.ts";

/** Prints the version of albflow and what was found, as it is wanted; gives the number of problems. */
export async function printCheckResults(
  results: CheckResult[],
  options: Parameters<typeof printAnswer>[1],
): Promise<number> {
  const answer = checkAnswer(results);
  const version = projectVersion();
  await printAnswer({ version, ...answer }, options, () => [`albflow ${version}`, ...checkLines(results)]);
  return answer.problems;
}

/** What was found, for programs. */
export function checkAnswer(results: CheckResult[], messages: MessageMaker = cliMessages()) {
  const problems = faultsIn(results).length;
  return { healthy: problems === 0, problems, results: withMessages(results, messages) as CheckResult[] };
}

/** What was found, for people. */
export function checkLines(results: CheckResult[], messages: MessageMaker = cliMessages()): string[] {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  for (const { check, findings } of results) {
    const isHealthy = findings.every(({ fault }) => fault === undefined);
    const about = { check: reason(check) };
    if (isHealthy && findings.length === 0) print(`✓ ${messages.message(reason("check-empty", about))}`);
    else if (isHealthy) print(`✓ ${messages.message(reason("check-passed", { ...about, count: findings.length }))}`);
    for (const { note } of findings) if (note !== undefined) print(`  ${messages.sentences(note)}`);
    for (const { subject, fault } of findings) {
      if (fault === undefined) continue;
      const { message, next } = messages.said(fault);
      print(`✗ ${labelled(messages.message(subject), message)}`);
      print(`  → ${next}`);
    }
  }
  const faults = faultsIn(results);
  const more = troubleshootingAt(faults);
  if (more !== undefined) print(more);
  const count = faults.length;
  print(messages.sentences(count === 0 ? reason("doctor-healthy") : reason("doctor-problems", { count })));
  return lines;
}

function faultsIn(results: CheckResult[]): Reason[] {
  return results.flatMap(({ findings }) => findings.flatMap(({ fault }) => fault ?? []));
}
