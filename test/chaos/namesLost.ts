import { X509Certificate } from "node:crypto";
import type { CertificateInUse, ServedListener } from "../../local/alb/dataPlane/contract.ts";
import type { ServedMoment } from "./cloud/servedLog.ts";

/**
 * Names that lose their valid certificate on the way, although they have one in the beginning and in the planned end;
 * one sentence each.
 */
export function namesLost(
  first: ReadonlyMap<string, ServedListener>,
  moments: readonly ServedMoment[],
  end: ReadonlyMap<string, ServedListener>,
): string[] {
  return moments.flatMap(({ at, listenerId, listener }) => {
    const before = first.get(listenerId);
    const planned = end.get(listenerId);
    if (before === undefined || planned === undefined) return [];
    return namesOf(before)
      .filter((name) => hasValid(before, name, at) && hasValid(planned, name, at) && !hasValid(listener, name, at))
      .map((name) => `${name} was without a valid certificate on ${listenerId}, which served ${idsOf(listener)}`);
  });
}

function idsOf(listener: ServedListener | undefined): string {
  if (listener?.tls === undefined) return "none at all";
  return [listener.tls.defaultCertificate, ...listener.tls.additionalCertificates]
    .map(({ certificateId }) => certificateId)
    .join(", ");
}

/** Every name of every certificate, a wildcard by one of the names that it stands for. */
function namesOf({ tls }: ServedListener): string[] {
  if (tls === undefined) return [];
  const certificates = [tls.defaultCertificate, ...tls.additionalCertificates];
  return [
    ...new Set(certificates.flatMap((one) => parseCertificate(one).names.map((name) => name.replace(/^\*/, "probe")))),
  ];
}

function hasValid(listener: ServedListener | undefined, name: string, at: number): boolean {
  if (listener?.tls === undefined) return false;
  const facts = parseCertificate(chosenFor(listener.tls, name));
  return covers(facts.names, name) && facts.notBefore <= at && at < facts.notAfter;
}

/** Exact name, else wildcard, else the default; of two that fit the one associated last (alb.md U16). */
function chosenFor(tls: NonNullable<ServedListener["tls"]>, name: string): CertificateInUse {
  const latestFirst = [...tls.additionalCertificates].reverse().concat(tls.defaultCertificate);
  return (
    latestFirst.find((one) => parseCertificate(one).names.includes(name)) ??
    latestFirst.find((one) => covers(parseCertificate(one).names, name)) ??
    tls.defaultCertificate
  );
}

function covers(names: string[], name: string): boolean {
  return names.includes(name) || names.includes(`*${name.slice(name.indexOf("."))}`);
}

interface Facts {
  names: string[];
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
}

const known = new Map<string, Facts>();

function parseCertificate({ certificatePem }: CertificateInUse): Facts {
  const facts = known.get(certificatePem) ?? read(certificatePem);
  known.set(certificatePem, facts);
  return facts;
}

function read(certificatePem: string): Facts {
  const { subjectAltName = "", validFrom, validTo } = new X509Certificate(certificatePem);
  const names = subjectAltName.split(", ").flatMap((entry) => /^DNS:(.+)$/.exec(entry)?.[1]?.toLowerCase() ?? []);
  return { names, notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) };
}
