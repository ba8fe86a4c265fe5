import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/words.ts";
import { State, type StateKind } from "./State.tsx";
import { partWords } from "./words.ts";

/** How an execution stands: CloudFlow's status, and what albflow's verdict says of it where there is one. */
export function RunState(props: { status: string; state: string | undefined; language: Language }) {
  const { status, state, language } = props;
  const words = wordsIn(partWords, language);
  const [kind, word] = STANDINGS[state ?? ""] ?? STANDINGS[status] ?? ["busy", "runRunning"];
  return <State kind={kind}>{words[word]}</State>;
}

type RunWord = Extract<keyof typeof partWords, `run${string}`>;

const STANDINGS: Record<string, [StateKind, RunWord]> = {
  verified: ["ok", "runVerified"],
  skip: ["ok", "runSkipped"],
  refuse: ["off", "runRefused"],
  undone: ["warn", "runUndone"],
  left: ["warn", "runLeft"],
  failed: ["bad", "runFailed"],
  Succeeded: ["ok", "runEnded"],
  Failed: ["bad", "runFailed"],
  TimedOut: ["bad", "runFailed"],
  Stopped: ["off", "runStopped"],
};
