import type { Examination } from "../../deployment/doctor/examine.ts";
import { cliSayer } from "../../deployment/language.ts";
import type { Sayer } from "../../shared/core/messages/say.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";

/** Prints what was found, in the language of the command line unless `say` is given; gives the number of problems. */
export function printExamination(
  results: Examination[],
  { json = false, say = cliSayer() }: { json?: boolean; say?: Sayer },
  print: (line: string) => void = console.log,
): number {
  const count = results.flatMap(({ findings }) => findings).filter(({ fault }) => fault !== undefined).length;
  if (json) {
    print(JSON.stringify({ healthy: count === 0, results: withMessages(results, say) }));
    return count;
  }
  for (const { check, findings } of results) {
    const isHealthy = findings.every(({ fault }) => fault === undefined);
    const about = { check: reason(check) };
    if (isHealthy && findings.length === 0) print(`✓ ${say.message(reason("check-empty", about))}`);
    else if (isHealthy) print(`✓ ${say.message(reason("check-passed", { ...about, count: findings.length }))}`);
    for (const { note } of findings) if (note !== undefined) print(`  ${say.sentences(note)}`);
    for (const { subject, fault } of findings) {
      if (fault === undefined) continue;
      const { message, next } = say.said(fault);
      print(`✗ ${say.message(subject)}: ${message}`);
      print(`  → ${next}`);
    }
  }
  print(say.sentences(count === 0 ? reason("doctor-healthy") : reason("doctor-problems", { count })));
  return count;
}
