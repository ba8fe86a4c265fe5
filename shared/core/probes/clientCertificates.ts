import { casOfCertificate } from "../../platform/clients/cas.ts";
import type { Clients } from "../../platform/clients.ts";
import { reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { numericId } from "../certificates/certificate.ts";
import type { Verification } from "../operationInput.ts";
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
  const clients: [id: string | null, expected: Outcome][] = [[null, demanded ? "value-rejected" : "value-admitted"]];
  if (demanded && clientCertificateId !== undefined) {
    clients.push([clientCertificateId, "value-admitted"]);
  }
  if (demanded && rejectedClientCertificateId !== undefined) {
    clients.push([rejectedClientCertificateId, "value-rejected"]);
  }
  const probes: ProbeResult[] = [];
  for (const [id, expected] of clients) {
    const clientCertificate = id === null ? undefined : await readKeyPair(cas, id);
    const tls = clientCertificate === undefined ? {} : { clientCertificate };
    probes.push(await probeResultOf(id, expected, { ...question, tls }));
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

type Outcome = "value-admitted" | "value-rejected";

async function probeResultOf(certificateId: string | null, wanted: Outcome, question: Question): Promise<ProbeResult> {
  const probe = reason("probe-client-certificate", { certificateId });
  const expected = reason(wanted);
  const seen = (found: Reason): ProbeResult => {
    const isRight = found.code === wanted;
    const problem = isRight ? null : reason("client-certificate-mismatch", { certificateId, found, expected });
    return probeResult(probe, { expected, found, problem });
  };
  try {
    const status = await httpAnswer(question);
    // ALB answers 400 to a client whose certificate it does not believe, where it does not end the handshake.
    return seen(reason(status === 400 || status === 495 || status === 496 ? "value-rejected" : "value-admitted"));
  } catch (error) {
    if (isUnreachable(error)) return probeResult(probe, { expected, inconclusive: reasonOf(error) });
    const { code } = error as { code?: string };
    const isClosed = code === "ECONNREFUSED" || code === "ETIMEDOUT";
    return seen(isClosed ? reasonOf(error) : reason("value-rejected"));
  }
}
