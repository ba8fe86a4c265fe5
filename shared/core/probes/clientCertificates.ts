import { casOfCertificate } from "../../platform/clients/cas.ts";
import type { Doors } from "../../platform/doors.ts";
import { numericId } from "../certificates/certificate.ts";
import type { Verification } from "../operation.ts";
import type { Sight } from "../verdict.ts";
import { httpAnswer, type Question } from "./httpAnswer.ts";
import { isOutOfReach, sight } from "./sight.ts";

/**
 * Comes as clients come: with no certificate, with one that must be let in, with one that must not. Keys are read from
 * the certificate service for the moment of the look.
 */
export async function lookAtClientCertificates(
  { cas }: Doors,
  question: Question,
  demanded: boolean,
  { clientCertificateId, strangerCertificateId }: Verification,
): Promise<Sight[]> {
  const clients: [string, "let in" | "turned away", string | undefined][] = [
    ["no client certificate", demanded ? "turned away" : "let in", undefined],
  ];
  if (demanded && clientCertificateId !== undefined) {
    clients.push([`client certificate ${clientCertificateId}`, "let in", clientCertificateId]);
  }
  if (demanded && strangerCertificateId !== undefined) {
    clients.push([`client certificate ${strangerCertificateId}`, "turned away", strangerCertificateId]);
  }
  const sights: Sight[] = [];
  for (const [look, expected, id] of clients) {
    const clientCertificate = id === undefined ? undefined : await readKeyPair(cas, id);
    const tls = clientCertificate === undefined ? {} : { clientCertificate };
    sights.push(await sightOf(look, expected, { ...question, tls }));
  }
  return sights;
}

/** A certificate of the certificate service with its key, for one handshake. */
export async function readKeyPair(cas: Doors["cas"], id: string): Promise<{ cert: string; key: string }> {
  const { Cert = "", Key = "" } = await casOfCertificate(cas, id).call("GetUserCertificateDetail", {
    CertId: numericId(id),
    CertFilter: false,
  });
  return { cert: Cert, key: Key };
}

async function sightOf(look: string, expected: string, question: Question): Promise<Sight> {
  try {
    const status = await httpAnswer(question);
    // ALB answers 400 to a client whose certificate it does not believe, where it does not end the handshake.
    const found = status === 400 || status === 495 || status === 496 ? "turned away" : "let in";
    return sight(look, { expected, found, problem: problemOf(look, expected, found) });
  } catch (error) {
    if (isOutOfReach(error)) return sight(look, { expected, notVerified: (error as Error).message });
    const { code, message } = error as { code?: string; message: string };
    const closed = code === "ECONNREFUSED" || code === "ETIMEDOUT";
    const found = closed ? message : "turned away";
    return sight(look, { expected, found, problem: problemOf(look, expected, found) });
  }
}

function problemOf(look: string, expected: string, found: string): string {
  return found === expected ? "" : `a client with ${look} is ${found} instead of ${expected}`;
}
