import * as z from "zod";
import type { Clients } from "../../platform/clients.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Impact } from "../impact.ts";
import { DEFAULT_TLS_POLICY, readTlsPolicy } from "../operations/tlsPolicy.ts";
import type { Listener } from "../resources/listenerState.ts";
import { type Candidate, type Held, judgeCandidate } from "./judgeCandidate.ts";
import { lostSuites, usableSuites } from "./keyFitsPolicy.ts";

/** What is to be said about a certificate that is to be put into service by an operation. */
export interface Service {
  id: string;
  /** Why it cannot serve; empty when it can. */
  reasons: Reason[];
  remarks: Reason[];
  /** Who is turned away by its kind of key; undefined when nobody is. */
  turnsAway: Reason | undefined;
}

/** Whether somebody asks for a certificate that clients may not trust. Renewal never does. */
export const allowLessTrusted = z
  .boolean()
  .default(false)
  .describe(
    "Whether it may be less trusted than what it replaces: self-signed, of a staging or private CA, of another root",
  );

/** RAM actions of `gatherServices`, beside reading certificates. */
export const POLICY_PERMISSIONS = ["alb:ListSystemSecurityPolicies", "alb:ListSecurityPolicies"];

/**
 * Judges a certificate for a listener: by itself, beside those whose clients it gets, and by the listener's TLS policy,
 * which is read only where the kind of key changes. Throws `AlbflowError`.
 */
export async function gatherServices(
  { alb }: Clients,
  listener: Listener,
  candidate: Candidate,
  { inPlaceOf, takesOver, ...rest }: { inPlaceOf: Held[]; takesOver: boolean; now: number; allowLessTrusted: boolean },
): Promise<Service> {
  const { reasons, remarks } = judgeCandidate(candidate, { inPlaceOf, ...rest });
  const { id } = candidate.certificate;
  const key = candidate.chain[0]?.key;
  const before = inPlaceOf.flatMap(({ chain }) => chain[0]?.key ?? []);
  const isSame = before.length > 0 && before.every(({ kind }) => kind === key?.kind);
  if (key === undefined || key.kind === "other" || isSame || listener.ListenerProtocol !== "HTTPS") {
    return { id, reasons, remarks, turnsAway: undefined };
  }
  const policy = await readTlsPolicy(alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY);
  const after = usableSuites(policy, key.kind);
  if (after.size === 0) {
    const nobody = reason("nobody-could-connect", { key: key.name, policyId: policy.id });
    return { id, reasons: [...reasons, nobody], remarks, turnsAway: undefined };
  }
  const lost = (takesOver ? before : []).flatMap(({ kind, name }) => {
    const { versions, ciphers } = lostSuites(usableSuites(policy, kind), after);
    if (versions.length + ciphers.length === 0) return [];
    return [reason("key-kind-changes", { certificateId: id, key: key.name, formerKey: name, versions, ciphers })];
  });
  return { id, reasons, remarks, turnsAway: lost[0] };
}

/** Why certificates cannot serve, each with its id and the code of the reason. */
export function describeWhyNot(services: Pick<Service, "id" | "reasons">[]): Reason[] {
  return services.flatMap(({ id, reasons }) =>
    reasons.map((one) => reason("cannot-serve", { certificateId: id, reason: one })),
  );
}

/** What clients notice when certificates are put into service, and `more`. */
export function effectOf(services: Service[], more: Reason[] = []): { impact: Impact; reasons: Reason[] } {
  const turnsAway = services.flatMap((one) => one.turnsAway ?? []);
  const remarks = services.flatMap(({ id, remarks }) =>
    remarks.map((one) => reason("certificate-remark", { certificateId: id, remark: one })),
  );
  return {
    impact: turnsAway.length > 0 ? "interrupts traffic" : "no interruption",
    reasons: [...turnsAway, ...more, ...remarks],
  };
}
