import type { State as VerdictState } from "../../shared/core/verdict.ts";
import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import { partWords } from "./partWords.ts";
import { State, type StateKind } from "./State.tsx";

/** How an execution stands: CloudFlow's status, and what albflow's verdict says of it where there is one. */
export function RunState(props: { status: string; state: VerdictState | "stopped" | undefined; language: Language }) {
  const { status, state, language } = props;
  const words = wordsIn(partWords, language);
  const shown = state === undefined || state === "stopped" ? undefined : BY_STATE[state];
  const [kind, word] = shown ?? BY_STATUS[status] ?? ["busy", "runRunning"];
  return <State kind={kind}>{words[word]}</State>;
}

type RunWord = Extract<keyof typeof partWords, `run${string}`>;

const BY_STATE: Partial<Record<VerdictState, [StateKind, RunWord]>> = {
  verified: ["ok", "runVerified"],
  unchanged: ["ok", "runSkipped"],
  refused: ["off", "runRefused"],
  rolledBack: ["warn", "runUndone"],
  left: ["warn", "runLeft"],
  failed: ["bad", "runFailed"],
};
const BY_STATUS: Record<string, [StateKind, RunWord]> = {
  Succeeded: ["ok", "runEnded"],
  Failed: ["bad", "runFailed"],
  TimedOut: ["bad", "runFailed"],
  Stopped: ["off", "runStopped"],
};
