import type { certificateReasons } from "../../../platform/reasons/topics/certificates.ts";
import type { Messages } from "../message.ts";

const UPLOAD = "Upload the certificate again, with its whole chain in order";
const OTHER = "Use another certificate";
const ALLOW = "Use another certificate, or accept it by hand with allowLessTrusted";
const whose = (place: number) => (place === 1 ? "its key" : `the key of certificate ${place} of its chain`);
const which = ({ place, subject }: { place: number; subject: string }) =>
  place === 0 ? `the root ${subject} of its chain` : `certificate ${place} of its chain (${subject})`;

type Lost = { isEverything: boolean; versions: readonly string[]; ciphers: readonly string[] };

const lostIn = ({ isEverything, versions, ciphers }: Lost) => {
  const few = ciphers.slice(0, 4).join(", ");
  return isEverything
    ? "any cipher suite of the TLS policy"
    : [
        versions.join(", "),
        ciphers.length === 0 ? "" : `${ciphers.length} cipher suites (${few}${ciphers.length > 4 ? ", …" : ""})`,
      ]
        .filter((part) => part !== "")
        .join(" or ");
};

export const certificates: Messages<typeof certificateReasons> = {
  "cannot-serve": {
    message: ({ certificateId, reason }, { messageOf }) => `${certificateId} cannot serve: ${messageOf(reason)}`,
    next: ({ reason }, { next }) => next(reason),
  },
  "chain-out-of-order": {
    message: ({ place, issuer }) =>
      `its chain is out of order: certificate ${place} was issued by certificate ${issuer}, which must follow it`,
    next: UPLOAD,
  },
  "chain-broken": {
    message: ({ place, next }) => `its chain is broken: certificate ${place} was not issued by certificate ${next}`,
    next: UPLOAD,
  },
  "chain-expired": { message: (at) => `${which(at)} has expired`, next: UPLOAD },
  "chain-not-yet-valid": {
    message: ({ notBefore, ...at }, f) => `${which(at)} is not valid before ${f.time(notBefore)}`,
    next: OTHER,
  },
  "issuer-not-ca": { message: (at) => `${which(at)} is no CA and may issue nothing`, next: OTHER },
  "chain-too-long": {
    message: ({ most, ...at }) => `${which(at)} allows no more than ${most} CAs below it`,
    next: OTHER,
  },
  "issuer-not-for-servers": {
    message: (at) => `${which(at)} may not issue certificates for servers`,
    next: OTHER,
  },
  "name-not-permitted": {
    message: ({ names, ...at }, f) => `${which(at)} may not issue for ${f.list(names)}`,
    next: OTHER,
  },
  "signature-weak": {
    message: ({ place, signature }) =>
      `${place === 1 ? "it" : `certificate ${place} of its chain`} is signed with ${signature}, which clients reject`,
    next: OTHER,
  },
  "extension-unknown": {
    message: ({ place, oid }) =>
      `${place === 1 ? "it" : `certificate ${place} of its chain`} has a critical extension (${oid}) that clients do not know`,
    next: OTHER,
  },
  "intermediate-missing": {
    message: ({ subject }) => `its chain is not complete: the certificate of ${subject}, which issued it, is missing`,
    next: UPLOAD,
  },
  "chain-unreadable": { message: "its chain is cut off or cannot be read", next: UPLOAD },
  "key-unsupported": {
    message: ({ place, key }) => `${whose(place)} (${key}) is of a kind that clients do not accept`,
    next: OTHER,
  },
  "key-weak": {
    message: ({ place, key, least }) => `${whose(place)} (${key}) is weaker than ${least} bits, and clients reject it`,
    next: OTHER,
  },
  "not-yet-valid": {
    message: ({ notBefore }, f) => `it is not valid before ${f.time(notBefore)}`,
    next: "Wait until it is valid, or use another certificate",
  },
  expired: { message: ({ notAfter }, f) => `it expired at ${f.time(notAfter)}`, next: OTHER },
  "not-for-servers": {
    message: "it is not for servers: its key usages do not allow server authentication",
    next: OTHER,
  },
  "is-ca": { message: "it is the certificate of a CA, not of a server", next: OTHER },
  "must-staple": {
    message: "it demands a stapled OCSP answer (must-staple), and ALB is not known to send one",
    next: "Have it issued without must-staple",
  },
  "certificate-missing": {
    message: "the certificate service has no certificate of it that ALB serves; a pair of SM2 certificates is none",
    next: OTHER,
  },
  "key-missing": {
    message: "the certificate service holds no private key for it",
    next: "Upload it again with its key",
  },
  "key-other": { message: "its private key belongs to another certificate", next: "Upload it again with its own key" },
  "key-unreadable": { message: "its private key cannot be read", next: "Upload it again with its key in PEM form" },
  unavailable: {
    message: ({ cause }, { messageOf }) => `it cannot be read: ${messageOf(cause)}`,
    next: "Try again, or use another certificate",
  },
  "self-signed": {
    message: ({ predecessor, isPublic }) =>
      `it is self-signed, and ${predecessor} was issued by a ${isPublic ? "publicly trusted" : "private"} CA`,
    next: ALLOW,
  },
  "less-trusted": {
    message: ({ predecessor, root }) =>
      `its chain leads to ${root}, which is no publicly trusted root, and that of ${predecessor} leads to one`,
    next: ALLOW,
  },
  "other-root": {
    message: ({ predecessor, root }) =>
      `its chain leads to ${root}, which is neither publicly trusted nor the root of ${predecessor}`,
    next: ALLOW,
  },
  "root-undecided": {
    message: ({ predecessor }) =>
      `whether its chain leads to the root of ${predecessor} is unknown: neither chain holds the root, and the issuer's key is not named`,
    next: "Put the root at the end of both chains, or accept it by hand with allowLessTrusted",
  },
  "nobody-could-connect": {
    message: ({ key, policyId }) =>
      `no client could connect: its key (${key}) goes with no cipher suite of the TLS policy ${policyId}`,
    next: "Use a certificate with another kind of key, or change the TLS policy first",
  },
  "other-key": {
    message: ({ key, before, lost }) =>
      `its key is ${key} after ${before}: clients that have nothing but ${lostIn(lost)} would be rejected`,
    next: "Rotate it by hand with rotateCertificate, which asks for an approval",
  },
  "not-later": {
    message: ({ predecessor }) => `it does not expire later than ${predecessor}`,
    next: "Upload a certificate that expires later",
  },
  "certificate-remark": ({ certificateId, remark }, { messageOf }) => `${certificateId}: ${messageOf(remark)}`,
  "chain-ends-first": ({ endsWith, until }, f) =>
    `${endsWith} in its chain expires at ${f.time(until)}, before the certificate itself`,
  "chain-has-more": ({ places }, f) => `its chain holds more than clients need (certificate ${f.list(places)})`,
  "no-identity": {
    message: "it has neither a DNS name nor an IP address by which a successor could be known",
    next: "Rotate it by hand with rotateCertificate",
  },
  "no-successor": {
    message: ({ names, notTaken, more }, f) =>
      notTaken.length === 0
        ? `no certificate in the certificate service covers ${f.list(names)} and expires later`
        : `${notTaken.map(({ id, reasons }) => `${id} would follow, but ${reasons.map(f.messageOf).join(" and ")}`).join("; ")}${more === 0 ? "" : `; ${f.count(more, "more does", "more do")} not fit either`}`,
    next: "Upload a certificate for these names, or set up ordering (`acme` in albflow.yaml)",
  },
  "no-order-elsewhere": {
    message: ({ none, accountId }, { messageOf }) =>
      `${messageOf(none)}, and albflow orders none into the account ${accountId}`,
    next: ({ accountId }) =>
      `Upload a certificate into the certificate service of ${accountId}: renewal then rotates to it`,
  },
  "no-successor-orderable": {
    message: ({ none, cause }, { messageOf }) => `${messageOf(none)}, and none can be ordered: ${messageOf(cause)}`,
    next: "Correct the settings of ordering, or upload a certificate",
  },
  "certificate-lost": {
    message: "a listener serves it, and the certificate service no longer has it",
    next: "Upload a certificate with its names and rotate to it",
  },
  "more-unreadable": {
    message: ({ count, total, cause }, { messageOf }) =>
      `the certificates of ${count} of ${total} listeners could not be read: ${messageOf(cause)}`,
    next: "Fix the cause, and read them again",
  },
  "certificate-id-invalid": {
    message: ({ certificateId }) => `"${certificateId}" is not a certificate id like 24664588-cn-hangzhou`,
    next: "Use <number>-<region of the certificate service>, which the console shows as the certificate's identifier",
  },
  "certificate-not-parsed": {
    message: ({ certificateId }) =>
      `what the certificate service has as ${certificateId} cannot be read as a certificate`,
    next: UPLOAD,
  },
};
