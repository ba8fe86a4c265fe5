import type { FlowFinding } from "../../flowlang/definition/finding.ts";
import type { FindingParams } from "../../flowlang/definition/findingCodes.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { ParamsOf } from "../../shared/platform/reasons/registry.ts";

/** What the registry of reasons says that findings have; a code or a parameter that it does not know fails to compile below. */
type Registered = { [Code in keyof FindingParams]: ParamsOf<Code> };

/** A finding as a reason, whose message the catalogue has in each language: the flow language itself speaks none. */
export function findingReason(finding: FlowFinding): Reason {
  const params: Registered[FlowFinding["code"]] = finding.params;
  return { code: finding.code, params };
}

/** A finding with its place in its definition. */
export function placedFinding(finding: FlowFinding): Reason<"definition-refused"> {
  const { line, column, state = null } = finding;
  return reason("definition-refused", { line, column, state, why: findingReason(finding) });
}
