import type { healthReasons } from "../../../platform/reasons/topics/health.ts";
import type { Messages } from "../message.ts";

const named = ({ certificateId, name }: { certificateId: string; name: string | null }) =>
  `${certificateId} (${name ?? "without a name"})`;
const chain = (intermediate: string | null) =>
  intermediate === null ? "" : `, with the intermediate ${intermediate} of its chain`;
const ROTATE = "Rotate it: `albflow rotateCertificate`";
const REPLACE_CA = "Replace it with replaceCaCertificate; its clients need certificates of the new CA before";

export const health: Messages<typeof healthReasons> = {
  "not-all-readable": { message: "Not all of it could be read", next: "Ask somebody who may view everything" },
  "listener-stopped": { message: "It is stopped", next: "Start it: `albflow startListener`" },
  "bound-certificate-unreadable": {
    message: ({ certificateId, cause }, { messageOf }) =>
      `${certificateId} is bound and could not be read: ${messageOf(cause)}`,
    next: "Upload it again, or rotate it",
  },
  "bound-certificate-lost": {
    message: ({ certificateId }) => `${certificateId} is bound, and the certificate service no longer has it`,
    next: "Upload a certificate with its names and rotate to it",
  },
  "certificate-expired": {
    message: ({ intermediate, ...one }) => `${named(one)} has expired${chain(intermediate)}`,
    next: ROTATE,
  },
  "certificate-expiring": {
    message: ({ intermediate, days, ...one }, f) =>
      `${named(one)} expires in ${f.count(days, "day", "days")}${chain(intermediate)}`,
    next: ROTATE,
  },
  "client-ca-expired": {
    message: ({ certificateId, name }) =>
      `The client CA ${certificateId} (${name}) has expired: every client is rejected`,
    next: REPLACE_CA,
  },
  "client-ca-expiring": {
    message: ({ certificateId, name, days }, f) =>
      `The client CA ${certificateId} (${name}) expires in ${f.count(days, "day", "days")}: every client is rejected after that`,
    next: REPLACE_CA,
  },
};
