import { addressOf } from "./calls.ts";
import { wordOf } from "./expectations.ts";
import type { Run } from "./runCase.ts";

/** Tells a run from its first call to its last word. */
export function describeRun(run: Run, print: (line: string) => void): void {
  const kinds = new Map(run.struck.map(({ call, kind }) => [call, kind.name]));
  for (const call of run.calls) {
    const parameters = [...call.parameters]
      .filter(([name]) => !STANDARD.test(name))
      .map(([name, value]) => `${name}=${value}`);
    const struck = kinds.get(call);
    print(
      `${(call.at / 1000).toFixed(3).padStart(9)} s  ${addressOf(call)} ${parameters.join(" ")}${struck === undefined ? "" : `  <== ${struck}`}`,
    );
  }
  for (const { type, step, detail } of run.history) {
    if (/^Step(?:Entered|Failed)$|^Task(?:Failed|TimedOut)$|^Execution/.test(type)) {
      print(`${type} ${step} ${JSON.stringify(verdictIn(detail)).slice(0, 400)}`);
    }
  }
  print(`${run.status}: ${run.lastWord?.state}: ${run.lastWord?.message}`);
}

/** Parameters that every call has. */
const STANDARD = /^(?:Action|Version|Format|Signature.*|AccessKeyId|SecurityToken|Timestamp|)$/;

/** Of a verdict only what it says: its plan is long. */
function verdictIn(detail: Record<string, unknown>): unknown {
  return wordOf(detail.output ?? detail.input) ?? detail;
}
