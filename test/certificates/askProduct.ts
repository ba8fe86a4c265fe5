import { rotateCertificate } from "../../functions/rotateCertificate.ts";
import { parseCertificate } from "../../shared/core/certificates/certificate.ts";
import { readBoundHeld } from "../../shared/core/certificates/readHeld.ts";
import type { Subject } from "../../shared/core/operation.ts";
import type { Listener } from "../../shared/core/resources/listenerState.ts";
import { successorFinder } from "../../shared/features/renewal/findSuccessor.ts";
import type { Clients } from "../../shared/platform/clients.ts";
import { reasonText } from "../../shared/platform/reasons/reasonText.ts";
import { type Case, POLICIES, type Stored } from "./cases.ts";

/** What albflow says to a case. */
export interface Answers {
  /** What renewal takes by itself, the best first; empty when nothing, and why. */
  taken: number[];
  message: string;
  /** What rotation by hand says of each candidate. */
  byHand: { refused: string[]; interrupts: boolean }[];
}

/** The number of the certificate that is served; the candidates follow it. */
const SERVED = 1;

/** Asks renewal, unattended, and a rotation by hand of each candidate: the very code that runs on Function Compute. */
export async function askProduct(one: Case, now: number): Promise<Answers> {
  const clients = clientsOf([one.predecessor, ...one.candidates], one.policyId);
  const id = (number: number) => `${number}-cn-hangzhou`;
  const { certificate } = await readBoundHeld(clients.cas, id(SERVED));
  const policy = { id: one.policyId, ...(POLICIES[one.policyId] ?? { versions: [], ciphers: [] }) };
  const found = await successorFinder(clients, now)(certificate, policy);
  const taken = "id" in found ? [found.id, ...found.others] : [];
  const listener = {
    ListenerId: "lsn-1",
    LoadBalancerId: "alb-1",
    ListenerProtocol: "HTTPS",
    ListenerStatus: "Running",
    SecurityPolicyId: one.policyId,
    Certificates: [{ CertificateId: id(SERVED) }],
    AdditionalCertificates: [],
  } as unknown as Listener;
  const byHand = [];
  for (const at of one.candidates.keys()) {
    const asked = { listenerId: "lsn-1", certificateId: id(SERVED), successorId: id(SERVED + 1 + at) };
    const input = rotateCertificate.input.parse(asked);
    const resources = { listener };
    const facts = await rotateCertificate.gather(clients, resources, input, now);
    const subject = { input, resources, loadBalancer: {}, facts, now } as Subject<typeof input, typeof facts>;
    byHand.push({
      refused: rotateCertificate.preconditions.flatMap(({ check }) => check(subject)).map(reasonText),
      interrupts: rotateCertificate.effect?.(subject).impact === "interrupts traffic",
    });
  }
  return {
    taken: taken.map((one) => Number.parseInt(one, 10) - SERVED - 1),
    message: "none" in found ? reasonText(found.none) : "",
    byHand,
  };
}

/** A certificate service that holds these, and the one policy. */
export function clientsOf(stored: Stored[], policyId: string): Clients {
  const details = stored.map(({ chain, key, pem }, at) => {
    const [leaf] = chain;
    const privateKey = (key ?? leaf?.key)?.privateKey;
    return {
      CertIdentifier: `${at + SERVED}-cn-hangzhou`,
      Cert: pem ?? chain.map((one) => one.pem).join(""),
      Key: privateKey?.export({ type: "pkcs8", format: "pem" }).toString() ?? "",
    };
  });
  const answers: Record<string, (parameters: { CertId?: number }) => unknown> = {
    GetUserCertificateDetail: ({ CertId = 0 }) => details[CertId - SERVED],
    ListUserCertificateOrder: () => ({
      TotalCount: details.length,
      CertificateOrderList: details.map(({ Cert }, at) => ({ CertificateId: at + SERVED, Sans: namesIn(Cert) })),
    }),
    ListSecurityPolicies: () => {
      const { versions, ciphers } = POLICIES[policyId] ?? { versions: [], ciphers: [] };
      return { SecurityPolicies: [{ SecurityPolicyId: policyId, TLSVersions: versions, Ciphers: ciphers }] };
    },
  };
  const client = {
    async call(action: string, parameters: object) {
      const answer = answers[action];
      if (answer === undefined) throw new Error(`Nobody answers ${action}.`);
      return answer(parameters);
    },
  };
  return { region: "cn-hangzhou", alb: client, cas: client } as unknown as Clients;
}

/** What the certificate service lists of a certificate's names: those of the first block. */
function namesIn(pem: string): string {
  return parseCertificate(pem).names.join(",");
}
