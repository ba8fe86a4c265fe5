import { listenerStates } from "../../shared/core/messages/listenerStates.ts";
import { type Language, wordOf } from "../../shared/core/messages/message.ts";
import { State, type StateKind } from "./State.tsx";

/** The state of a listener, in ALB's word or its translation. */
export function ListenerState({ status, language }: { status: string; language: Language }) {
  return <State kind={KINDS[status] ?? "busy"}>{wordOf(listenerStates, status, language)}</State>;
}

const KINDS: Record<string, StateKind> = { Running: "ok", Stopped: "off" };
