import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import { partWords } from "./partWords.ts";
import { State, type StateKind } from "./State.tsx";

/** The state of a listener, in ALB's word or its translation. */
export function ListenerState({ status, language }: { status: string; language: Language }) {
  const words: Record<string, unknown> = wordsIn(partWords, language);
  return <State kind={KINDS[status] ?? "busy"}>{words[status] ?? status}</State>;
}

const KINDS: Record<string, StateKind> = { Running: "ok", Stopped: "off" };
