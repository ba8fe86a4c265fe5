import type { HistoryEvent } from "../../flowlang/history.ts";
import { catalogues } from "../../shared/core/messages/catalogues.ts";
import { messagesIn } from "../../shared/core/messages/messagesIn.ts";
import type { Verdict } from "../../shared/core/verdict.ts";
import { signVote } from "../../shared/features/approvals/votes.ts";
import { secretFor } from "../../shared/platform/secretFor.ts";

/**
 * All that these tests take for granted of the product's inside: how an execution says how it ended, and which words of
 * an input name what may be touched. Everything else they see from outside.
 */

/** How an operation says that it ended. */
export interface LastWord {
  /** `verified`, `unchanged`, `rolledBack`, `refused`, `failed` … */
  state: string;
  /** What is so, as people are told it; empty while nothing is. */
  message: string;
  /** What to do next; empty where there is nothing to do. */
  next: string;
}

const messages = messagesIn(catalogues.en, "en");

/** What a run must have come to, by its last word. */
export const ENDS: Record<string, "as planned" | "as before"> = {
  verified: "as planned",
  unchanged: "as planned",
  rolledBack: "as before",
  refused: "as before",
};

/** The last verdict that an execution has passed on; undefined when it never had one. */
export function lastWordOf(history: readonly HistoryEvent[]): LastWord | undefined {
  for (const { detail } of [...history].reverse()) {
    for (const side of [detail.output, detail.input]) {
      const word = wordOf(side);
      if (word !== undefined) return word;
    }
  }
  return undefined;
}

/** What the verdict in an input or output of a state says; undefined when there is none. */
export function wordOf(side: unknown): LastWord | undefined {
  const { state, reason } =
    (side as { verdict?: Partial<Pick<Verdict, "state" | "reason">> } | undefined)?.verdict ?? {};
  if (state === undefined) return undefined;
  return { state, ...(reason === undefined ? { message: "", next: "" } : messages.said(reason)) };
}

/** A task that waits for somebody's word, and what this word must be about. */
export interface Question {
  taskToken: string;
  execution: string;
  planHash: string;
  round: number;
}

/** What an execution asks of people now; undefined when it asks nothing. */
export function questionIn(history: readonly HistoryEvent[]): Question | undefined {
  const last = history.at(-1);
  if (last?.type !== "TaskSubmitted") return undefined;
  const scheduled = history.findLast(({ type, step }) => type === "TaskScheduled" && step === last.step);
  const { body } = (scheduled?.detail.parameters ?? {}) as { body?: { taskToken?: string; verdict?: Asking } };
  if (body?.taskToken === undefined || body.verdict === undefined) return undefined;
  const { execution, plan, round, votes } = body.verdict;
  return { taskToken: body.taskToken, execution, planHash: plan.hash, round: round + votes.length };
}

interface Asking {
  execution: string;
  plan: { hash: string };
  round: number;
  votes: unknown[];
}

/** The word of somebody who may give it. */
export function agreementTo(question: Question, now: number, environment: Record<string, string>): object {
  const { taskToken: _, ...about } = question;
  const vote = { ...about, approver: "ada", decision: "agree", reason: "it is time", at: now } as const;
  return { vote: signVote(secretFor(environment, "votes"), vote) };
}

/** What a function is asked to do: its name and the phase. */
export function taskOf(functionName: string, body: string): string {
  const [, phase = ""] = /^\{(?:"[a-z]+":"[^"]*",)*?"phase":"(\w+)"/.exec(body) ?? [];
  return `${functionName} ${phase}`;
}

/** The name of an operation's flow. */
export function flowOf(operation: string): string {
  return `albflow-${operation}`;
}

/** The listener that an input is about; empty when it names none. */
export function listenerOf(input: object): string {
  const { listenerId } = input as { listenerId?: unknown };
  return typeof listenerId === "string" ? listenerId : "";
}

/** Seconds after which an operation must have begun to go back. */
export function deadlineOf(input: object): number {
  const { deadlineSeconds } = input as { deadlineSeconds?: unknown };
  return typeof deadlineSeconds === "number" ? deadlineSeconds : 300;
}

/** Every word of an input: ids of certificates that may be touched are among them. */
export function wordsOf(input: unknown): string[] {
  if (typeof input === "string") return [input];
  if (typeof input !== "object" || input === null) return [];
  return Object.values(input).flatMap(wordsOf);
}
