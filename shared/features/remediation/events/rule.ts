import * as z from "zod";
import { problemOfName } from "../../../core/personName.ts";
import { wildcardFits } from "../../../platform/wildcardFits.ts";
import type { Guard } from "../guards/decide.ts";
import type { NormalizedEvent } from "./normalizedEvent.ts";
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
export const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/),
  match,
  guard: z
    .strictObject({
      coolDownMinutes: z.number().positive().max(1_440),
      attemptsPerDay: z.int().min(1).max(24),
    })
    .transform(
      ({ coolDownMinutes, attemptsPerDay }): Guard => ({ coolDownMs: coolDownMinutes * 60_000, attemptsPerDay }),
    ),
  /** An operation with what it needs beside the listener, or a person. */
  action: z.union([
    z.strictObject({
      operation: z.string().min(1),
      input: z.record(z.string(), z.unknown()).default({}),
      /**
       * Who has agreed beforehand, to whatever this rule plans that needs an approval; nobody unless said. A name that no
       * vote is taken from would agree to nothing, without a word.
       */
      agreedBy: z
        .array(
          z.string().refine((name) => problemOfName(name) === undefined, "is no name that somebody can agree under"),
        )
        .max(10)
        .default([]),
    }),
    z.strictObject({ escalate: z.string().min(1) }),
  ]),
});

export type RemediationRule = z.output<typeof ruleSchema>;

/** All rules, as they are declared. Two of one name are refused. */
export const rulesSchema = z.array(ruleSchema).superRefine((rules, context) => {
  for (const [index, { name }] of rules.entries()) {
    if (rules.findIndex((rule) => rule.name === name) === index) continue;
    context.addIssue({ code: "custom", path: [index, "name"], message: `There is another rule ${name}.` });
  }
});

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
