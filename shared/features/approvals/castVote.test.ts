import { expect, test } from "vitest";
import { verdictWith } from "../../core/verdict.ts";
import { secretFor } from "../../platform/secretFor.ts";
import { castVote } from "./castVote.ts";
import { readVote } from "./votes.ts";

const secret = (purpose: string) => secretFor({ ALBFLOW_SECRET: "a secret of a deployment, long enough" }, purpose);
const NOW = Date.UTC(2026, 10, 22);
const verdict = verdictWith({ operation: "stopListener", execution: "stop-1", votesUntil: NOW + 1_000 });
const deny = (text: string) => {
  const word = { approver: "bob", decision: "deny", reason: text } as const;
  return castVote(verdict, word, { needed: 1, now: NOW, secret });
};

test("what a terminal or a chat would take for a command is no part of the reason of a denial", () => {
  const { vote } = deny("\u001B[2Jnot today\r\nstate  approved\u0007 ");
  expect(readVote(secret("votes"), vote)).toMatchObject({ reason: "[2Jnot today state  approved" });
});

test("a denial whose reason nobody can see is refused", () => {
  expect(() => deny(" \u0000\n")).toThrow("denial-without-comment");
});
