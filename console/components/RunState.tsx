import { executionStates } from "../../shared/core/messages/executionStates.ts";
import { type Language, wordOf } from "../../shared/core/messages/message.ts";
import type { State as VerdictState } from "../../shared/core/verdict.ts";
import { State, type StateKind } from "./State.tsx";

/** How an execution stands: CloudFlow's status, and what albflow's verdict says of it where there is one. */
export function RunState(props: { status: string; state: VerdictState | "stopped" | undefined; language: Language }) {
  const { status, state = "stopped", language } = props;
  const ended = KINDS[state] === undefined ? status : state;
  const shown = KINDS[ended] === undefined ? "Running" : ended;
  return <State kind={KINDS[shown] ?? "busy"}>{wordOf(executionStates, shown, language)}</State>;
}

/** By the state in which a verdict ends, else by CloudFlow's status. */
const KINDS: Partial<Record<string, StateKind>> = {
  verified: "ok",
  unchanged: "ok",
  refused: "off",
  rolledBack: "warn",
  left: "warn",
  failed: "bad",
  Succeeded: "ok",
  Failed: "bad",
  TimedOut: "bad",
  Stopped: "off",
};
