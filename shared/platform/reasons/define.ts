/** What a reason is about. Of a problem somebody has to be told what to do next. */
type ReasonKind = ProblemKind | "skip" | "match" | "inconclusive" | "progress" | "result" | "notice" | "detail";

/** Reasons with which something is wrong: every message of theirs has a next step. */
export type ProblemKind =
  /** A rule does not allow it; nothing was changed. */
  | "refusal"
  /** It was tried, and did not succeed. */
  | "failure"
  /** A probe saw something else than the configuration says. */
  | "mismatch"
  /** Something that is deployed is not as it should be. */
  | "finding"
  /** A resource of the cloud is not as it should be. */
  | "health"
  /** A request, a setting or an input that is not valid. */
  | "invalid";

/** A text in the languages that albflow speaks. */
interface Bilingual {
  en: string;
  zh: string;
}

/** What is known of a code beside its messages. */
export interface ReasonEntry {
  kind: ReasonKind;
  /** An example of each parameter. Their types are the parameters' types. */
  params: Readonly<Record<string, unknown>>;
  /** When this is told, for docs/reasons.md. */
  cause: Bilingual;
}

/** Whether something is wrong. */
export function isProblem(kind: ReasonKind): kind is ProblemKind {
  return PROBLEMS.has(kind);
}

const PROBLEMS = new Set<ReasonKind>(["refusal", "failure", "mismatch", "finding", "health", "invalid"]);

/** A topic of the registry. Types come from the examples, so that each parameter is written down once. */
export function defineReasons<const Topic extends Record<string, ReasonEntry>>(topic: Topic): Topic {
  return topic;
}

/** What examples are examples of: `"lsn-1"` is one of string, and a list of one string one of a list of strings. */
export type Widened<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : Value extends readonly [] | readonly (infer Item)[]
        ? readonly Widened<Item>[]
        : Value extends { code: string; params: object }
          ? AnyReason
          : Value extends object
            ? { [Key in keyof Value]: Widened<Value[Key]> }
            : Value;

/** A reason as a parameter of another: of whatever code. */
export interface AnyReason {
  code: string;
  params: Readonly<Record<string, unknown>>;
}

/** An example of a parameter that may be any value of JSON. */
export function anyValue(example: unknown): unknown {
  return example;
}

/** An example of a parameter that may be null. */
export function orNull<const Value>(example: Value): Value | null {
  return example;
}
