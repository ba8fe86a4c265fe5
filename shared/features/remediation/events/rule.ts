import { z } from "zod";
import { wildcardFits } from "../../../platform/wildcardFits.ts";
import type { Guard } from "../guards/decide.ts";
import type { Fact } from "./fact.ts";
import type { ErrorShare } from "./shareCounter.ts";

const patterns = z.array(z.string().min(1)).min(1).default(["*"]);

/** What a rule is about, by kind of fact; unknown members are refused, because they would be believed to match. */
const match = z.discriminatedUnion("fact", [
  z.strictObject({ fact: z.literal("listenerStopped"), listeners: patterns }),
  z.strictObject({ fact: z.literal("listenerDeleted"), listeners: patterns }),
  z.strictObject({
    fact: z.literal("securityPolicySet"),
    listeners: patterns,
    /** Policies that may be set. */
    otherThan: z.array(z.string().min(1)).min(1),
  }),
  z.strictObject({ fact: z.literal("logProjectDeleted"), projects: patterns }),
  z.strictObject({ fact: z.literal("logstoreDeleted"), projects: patterns, logstores: patterns }),
  z.strictObject({ fact: z.literal("certificateExpiring"), daysLeft: z.int().min(0).max(60) }),
  z.strictObject({
    fact: z.literal("handshakesFailing"),
    loadBalancers: patterns,
    /** Certificates with no more days left than that are at fault; others are a person's business. */
    daysLeft: z.int().min(0).max(60).default(0),
  }),
  z.strictObject({
    fact: z.literal("errorShare"),
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
      /** Who has agreed beforehand, to whatever this rule plans that needs an approval; nobody unless said. */
      agreedBy: z.array(z.string().min(1).max(64)).max(10).default([]),
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
export function matches({ match: wanted }: Pick<RemediationRule, "match">, fact: Fact | ErrorShare): boolean {
  const fits = (allowed: string[], name: string) => allowed.some((pattern) => wildcardFits(pattern, name));
  switch (wanted.fact) {
    case "listenerStopped":
    case "listenerDeleted":
      return fact.kind === wanted.fact && fits(wanted.listeners, fact.listenerId);
    case "securityPolicySet":
      return (
        fact.kind === wanted.fact &&
        fits(wanted.listeners, fact.listenerId) &&
        !wanted.otherThan.includes(fact.securityPolicyId)
      );
    case "logProjectDeleted":
      return fact.kind === wanted.fact && fits(wanted.projects, fact.project);
    case "logstoreDeleted":
      return fact.kind === wanted.fact && fits(wanted.projects, fact.project) && fits(wanted.logstores, fact.logstore);
    case "certificateExpiring":
      return fact.kind === wanted.fact && fact.daysLeft <= wanted.daysLeft;
    case "handshakesFailing":
      return fact.kind === wanted.fact && fits(wanted.loadBalancers, fact.loadBalancerId);
    case "errorShare":
      return (
        fact.kind === wanted.fact &&
        fits(wanted.loadBalancers, fact.loadBalancerId) &&
        fact.requests >= wanted.requests &&
        fact.share > wanted.above
      );
  }
}

/** The resource that a remedy of this fact is about, as the guards and the execution's name know it. */
export function resourceOf(fact: Fact | ErrorShare): string {
  switch (fact.kind) {
    case "listenerStopped":
    case "listenerDeleted":
    case "securityPolicySet":
      return fact.listenerId;
    case "logProjectDeleted":
      return fact.project;
    case "logstoreDeleted":
      return `${fact.project}/${fact.logstore}`;
    case "errorShare":
    case "requestServed":
      return `${fact.loadBalancerId}/${fact.protocol}/${fact.port}`;
    case "handshakesFailing":
      return fact.port === undefined ? fact.loadBalancerId : `${fact.loadBalancerId}/${fact.port}`;
    case "certificateExpiring":
    case "unrelated":
      return "account";
  }
}
