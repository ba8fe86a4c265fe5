import { type QuestionName, questions } from "../../local/realities/questions.ts";
import { AlbflowError, kindOfCode } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { ReasonCode } from "../../shared/platform/reasons/registry.ts";
import type { OwnResources } from "./own.ts";
import { type CallAnswer, textAt } from "./signedCall.ts";

/** The names of probes: what a question is called, up to the part of it. */
type ProbeName = {
  [Name in QuestionName]: Name extends `${infer Probe}/${string}` ? Probe : Name;
}[QuestionName];

/** The questions of one probe. */
type QuestionsOf<Name extends string> = Extract<QuestionName, Name | `${Name}/${string}`>;

/** What was found by question; a `Gap` where nobody can tell, and why. */
type Found<Name extends string> = Record<QuestionsOf<Name>, string | Gap>;

/** Why a question stays open. */
export interface Gap {
  unprobed: Reason;
}

/** One probe of the real cloud that settles a row of docs/reference/open.md. */
interface Probe<Name extends string> {
  /** `write`: it makes or changes something of its own; it is asked only when that is allowed. */
  needs: "read" | "write";
  /** Rejects where nothing could be found out: then every question stays open, with the code of what was thrown. */
  ask(own: OwnResources): Promise<Found<Name>>;
}

export type Probes = { [Name in ProbeName]: Probe<Name> };

/** Questions by the name of their probe, in the order of their rows. */
export function questionsOf(probe: string): QuestionName[] {
  return (Object.keys(questions) as QuestionName[]).filter((name) => name.split("/")[0] === probe);
}

export function unprobed<Code extends ReasonCode>(...why: Parameters<typeof reason<Code>>): Gap {
  return { unprobed: reason(...why) };
}

/** An answer in the words of questions: `taken`, a dry run that passed included, or status and code. */
export function said({ status, code }: CallAnswer): string {
  return code === "" || code === "DryRunOperation" ? "taken" : `${status} ${codeShown(code)}`;
}

/** A code of a cloud; what is none may say whose account it was. */
function codeShown(code: string): string {
  return /^[A-Z][A-Za-z]*(?:[._-][A-Z][A-Za-z]*)*$/.test(code) ? code : "with-a-code-of-unknown-form";
}

/** The answer of a call that must be taken. Throws `AlbflowError` with its code. */
export function taken(answer: CallAnswer): CallAnswer {
  if (answer.code === "") return answer;
  const { code: cloudCode, body, call: [product, action] = ["", ""] } = answer;
  const message = textAt(body, "Message");
  const requestId = textAt(body, "RequestId");
  throw new AlbflowError("Failed", reason("field-call-failed", { cloudCode: codeShown(cloudCode) }), {
    code: codeShown(cloudCode),
    // What the product said stays out of reports: it may say whose account it was.
    cause: new AlbflowError(
      kindOfCode(cloudCode),
      reason("cloud-error", { product, action, cloudCode, requestId, message }),
    ),
  });
}
