import type { FlowFinding } from "../../../flowlang/definition/finding.ts";
import { flowLint } from "../../../shared/core/messages/en/flowLint.ts";
import { messagesIn } from "../../../shared/core/messages/messagesIn.ts";

/** A finding with its place, in English, as the cloud speaks. */
export function findingText({ line, column, state, code, params }: FlowFinding): string {
  const where = state === undefined ? "" : `, state "${state}"`;
  return `line ${line}, column ${column}${where}: ${english.sentences({ code, params })} [${code}]`;
}

const english = messagesIn(flowLint, "en");
