import type { Examination } from "./examine.ts";

/** Prints what was found; gives the number of faults. */
export function printExamination(
  results: Examination[],
  { json = false }: { json?: boolean },
  print: (line: string) => void = console.log,
): number {
  const faulty = results.flatMap(({ findings }) => findings).filter(({ fault }) => fault !== undefined);
  if (json) {
    print(JSON.stringify({ healthy: faulty.length === 0, results }));
    return faulty.length;
  }
  for (const { title, findings } of results) {
    const faults = findings.filter(({ fault }) => fault !== undefined);
    if (faults.length === 0) print(`✓ ${title}: ${HEALTHY[findings.length] ?? `${findings.length} as they should be`}`);
    for (const { note } of findings) if (note !== undefined) print(`  ${note}`);
    for (const { subject, fault, cure } of faults) {
      print(`✗ ${subject}: ${fault}`);
      print(`  → ${cure}`);
    }
  }
  print(
    faulty.length === 0
      ? "Nothing is wrong."
      : `${faulty.length} ${faulty.length === 1 ? "thing is" : "things are"} wrong.`,
  );
  return faulty.length;
}

/** By the number of what was looked at. */
const HEALTHY = ["nothing to look at yet", "as it should be"];
