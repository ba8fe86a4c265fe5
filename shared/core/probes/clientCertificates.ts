import { casOfCertificate } from "../../platform/clients/cas.ts";
import type { Clients } from "../../platform/clients.ts";
import { numericId } from "../certificates/certificate.ts";
import type { Verification } from "../operation.ts";
import type { ProbeResult } from "../verdict.ts";
import { httpAnswer, type Question } from "./httpAnswer.ts";
import { isUnreachable, probeResult } from "./probeResult.ts";

/**
 * Comes as clients come: with no certificate, with one that must be let in, with one that must not. Keys are read from
 * the certificate service for the moment of the look.
 */
export async function probeClientCertificates(
  { cas }: Clients,
  question: Question,
  demanded: boolean,
  { clientCertificateId, rejectedClientCertificateId }: Verification,
): Promise<ProbeResult[]> {
  const clients: [string, "let in" | "turned away", string | undefined][] = [
    ["no client certificate", demanded ? "turned away" : "let in", undefined],
  ];
  if (demanded && clientCertificateId !== undefined) {
    clients.push([`client certificate ${clientCertificateId}`, "let in", clientCertificateId]);
  }
  if (demanded && rejectedClientCertificateId !== undefined) {
    clients.push([`client certificate ${rejectedClientCertificateId}`, "turned away", rejectedClientCertificateId]);
  }
  const probes: ProbeResult[] = [];
  for (const [probe, expected, id] of clients) {
    const clientCertificate = id === undefined ? undefined : await readKeyPair(cas, id);
    const tls = clientCertificate === undefined ? {} : { clientCertificate };
    probes.push(await probeResultOf(probe, expected, { ...question, tls }));
  }
  return probes;
}

/** A certificate of the certificate service with its key, for one handshake. */
export async function readKeyPair(cas: Clients["cas"], id: string): Promise<{ cert: string; key: string }> {
  const { Cert = "", Key = "" } = await casOfCertificate(cas, id).call("GetUserCertificateDetail", {
    CertId: numericId(id),
    CertFilter: false,
  });
  return { cert: Cert, key: Key };
}

async function probeResultOf(probe: string, expected: string, question: Question): Promise<ProbeResult> {
  try {
    const status = await httpAnswer(question);
    // ALB answers 400 to a client whose certificate it does not believe, where it does not end the handshake.
    const found = status === 400 || status === 495 || status === 496 ? "turned away" : "let in";
    return probeResult(probe, { expected, found, problem: problemOf(probe, expected, found) });
  } catch (error) {
    if (isUnreachable(error)) return probeResult(probe, { expected, inconclusive: (error as Error).message });
    const { code, message } = error as { code?: string; message: string };
    const closed = code === "ECONNREFUSED" || code === "ETIMEDOUT";
    const found = closed ? message : "turned away";
    return probeResult(probe, { expected, found, problem: problemOf(probe, expected, found) });
  }
}

function problemOf(probe: string, expected: string, found: string): string {
  return found === expected ? "" : `a client with ${probe} is ${found} instead of ${expected}`;
}
