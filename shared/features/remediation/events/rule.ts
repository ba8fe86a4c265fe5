import * as z from "zod";
import { problemOfName } from "../../../core/personName.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { wildcardFits } from "../../../platform/wildcardFits.ts";
import type { Guard } from "../guards/decide.ts";
import type { NormalizedEvent } from "./normalizedEvent.ts";
import { inShape, misshapen } from "./shape.ts";
import type { ErrorShare } from "./shareCounter.ts";

const patterns = z.array(z.string().min(1)).min(1).default(["*"]);

/** What a rule is about, by kind of fact; unknown members are refused, because they would be believed to match. */
const match = z.discriminatedUnion("event", [
  z.strictObject({ event: z.literal("listenerStopped"), listeners: patterns }),
  z.strictObject({ event: z.literal("listenerDeleted"), listeners: patterns }),
  z.strictObject({
    event: z.literal("securityPolicySet"),
    listeners: patterns,
    /** Policies that may be set. */
    otherThan: z.array(z.string().min(1)).min(1),
  }),
  z.strictObject({ event: z.literal("logProjectDeleted"), projects: patterns }),
  z.strictObject({ event: z.literal("logstoreDeleted"), projects: patterns, logstores: patterns }),
  z.strictObject({ event: z.literal("certificateExpiring"), daysLeft: z.int().min(0).max(60) }),
  z.strictObject({
    event: z.literal("handshakesFailing"),
    loadBalancers: patterns,
    /** Certificates with no more days left than that are at fault; others are a person's business. */
    daysLeft: z.int().min(0).max(60).default(0),
  }),
  z.strictObject({
    event: z.literal("errorShare"),
    loadBalancers: patterns,
    /** Above this share of 5xx, 0 to 1. */
    above: z.number().min(0).max(1),
    /** A window with fewer requests says nothing. */
    requests: z.int().positive().default(20),
  }),
]);

/** One rule of remediation: what it is about, what keeps it in bounds, and what it does. */
const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/),
  match,
  guard: z.strictObject({
    coolDownMinutes: z.number().positive().max(1_440),
    attemptsPerDay: z.int().min(1).max(24),
  }),
  /** An operation with what it needs beside the listener, or a person. */
  action: z.union([
    z.strictObject({
      operation: z.string().min(1),
      input: z.record(z.string(), z.unknown()).default({}),
      /**
       * Who has agreed beforehand, to whatever this rule plans that needs an approval; nobody unless said. A name that no
       * vote is taken from would agree to nothing, without a word.
       */
      agreedBy: z.array(z.string()).max(10).default([]),
    }),
    z.strictObject({ escalate: z.string().min(1) }),
  ]),
});

export type RemediationRule = Omit<z.output<typeof ruleSchema>, "guard"> & { guard: Guard };

const rulesSchema = z.array(ruleSchema);

/** All rules, as they are declared. Throws `AlbflowError` InvalidInput with the first thing that is wrong. */
export function remediationRulesIn(declared: unknown): RemediationRule[] {
  const rules = inShape(DECLARED, rulesSchema, declared);
  for (const [index, { name, action }] of rules.entries()) {
    if (rules.findIndex((rule) => rule.name === name) < index)
      throw misshapen(DECLARED, `${index}.name`, reason("rule-name-twice", { rule: name }));
    const agreed = "operation" in action ? action.agreedBy : [];
    for (const [place, one] of agreed.entries()) {
      const problem = problemOfName(one);
      if (problem !== undefined) throw misshapen(DECLARED, `${index}.action.agreedBy.${place}`, problem);
    }
  }
  return rules.map(({ guard: { coolDownMinutes, attemptsPerDay }, ...rule }) => ({
    ...rule,
    guard: { coolDownMs: coolDownMinutes * 60_000, attemptsPerDay },
  }));
}

const DECLARED = "flows/remediation.yaml";

/** Whether a rule is about a fact. */
export function matches(
  { match: wanted }: Pick<RemediationRule, "match">,
  event: NormalizedEvent | ErrorShare,
): boolean {
  const fits = (allowed: string[], name: string) => allowed.some((pattern) => wildcardFits(pattern, name));
  switch (wanted.event) {
    case "listenerStopped":
    case "listenerDeleted":
      return event.kind === wanted.event && fits(wanted.listeners, event.listenerId);
    case "securityPolicySet":
      return (
        event.kind === wanted.event &&
        fits(wanted.listeners, event.listenerId) &&
        !wanted.otherThan.includes(event.securityPolicyId)
      );
    case "logProjectDeleted":
      return event.kind === wanted.event && fits(wanted.projects, event.project);
    case "logstoreDeleted":
      return (
        event.kind === wanted.event && fits(wanted.projects, event.project) && fits(wanted.logstores, event.logstore)
      );
    case "certificateExpiring":
      return event.kind === wanted.event && event.daysLeft <= wanted.daysLeft;
    case "handshakesFailing":
      return event.kind === wanted.event && fits(wanted.loadBalancers, event.loadBalancerId);
    case "errorShare":
      return (
        event.kind === wanted.event &&
        fits(wanted.loadBalancers, event.loadBalancerId) &&
        event.requests >= wanted.requests &&
        event.share > wanted.above
      );
  }
}

/** The resource that a remedy of this fact is about, as the guards and the execution's name know it. */
export function eventResource(event: NormalizedEvent | ErrorShare): string {
  switch (event.kind) {
    case "listenerStopped":
    case "listenerDeleted":
    case "securityPolicySet":
      return event.listenerId;
    case "logProjectDeleted":
      return event.project;
    case "logstoreDeleted":
      return `${event.project}/${event.logstore}`;
    case "errorShare":
    case "requestServed":
      return `${event.loadBalancerId}/${event.protocol}/${event.port}`;
    case "handshakesFailing":
      return event.port === undefined ? event.loadBalancerId : `${event.loadBalancerId}/${event.port}`;
    case "certificateExpiring":
    case "unrelated":
      return "account";
  }
}
