import type { CheckResult } from "../../deployment/doctor/runChecks.ts";
import { cliMessages } from "../../deployment/language.ts";
import type { MessageMaker } from "../../shared/core/messages/messagesIn.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { troubleshootingAt } from "../troubleshootingAt.ts";

/** Prints what was found, in the language of the command line unless `print` is given; gives the number of problems. */
export function printCheckResults(
  results: CheckResult[],
  { json = false, messages = cliMessages() }: { json?: boolean; messages?: MessageMaker },
  print: (line: string) => void = console.log,
): number {
  const count = results.flatMap(({ findings }) => findings).filter(({ fault }) => fault !== undefined).length;
  if (json) {
    print(JSON.stringify({ healthy: count === 0, results: withMessages(results, messages) }));
    return count;
  }
  for (const { check, findings } of results) {
    const isHealthy = findings.every(({ fault }) => fault === undefined);
    const about = { check: reason(check) };
    if (isHealthy && findings.length === 0) print(`✓ ${messages.message(reason("check-empty", about))}`);
    else if (isHealthy) print(`✓ ${messages.message(reason("check-passed", { ...about, count: findings.length }))}`);
    for (const { note } of findings) if (note !== undefined) print(`  ${messages.sentences(note)}`);
    for (const { subject, fault } of findings) {
      if (fault === undefined) continue;
      const { message, next } = messages.said(fault);
      print(`✗ ${messages.message(subject)}: ${message}`);
      print(`  → ${next}`);
    }
  }
  const faults = results.flatMap(({ findings }) => findings.flatMap(({ fault }) => fault ?? []));
  const more = troubleshootingAt(faults);
  if (more !== undefined) print(more);
  print(messages.sentences(count === 0 ? reason("doctor-healthy") : reason("doctor-problems", { count })));
  return count;
}
