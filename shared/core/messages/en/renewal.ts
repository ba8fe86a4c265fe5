import type { renewalReasons } from "../../../platform/reasons/topics/renewal.ts";
import type { Messages } from "../message.ts";
import { placeOfManager } from "./refusals.ts";

export const renewal: Messages<typeof renewalReasons> = {
  "outside-windows": ({ opensAt, notAfter }, f) =>
    `It is rotated outside of the maintenance windows: ${opensAt === null ? "none opens within eight days" : `the next opens at ${f.time(opensAt)}`}, and it expires at ${f.time(notAfter)}`,
  "rotation-running": "It is being rotated",
  "rotation-just-ended": "Its rotation has just ended",
  "rotation-not-yet-started": ({ cause }, f) => `It could not be started yet: ${f.messageOf(cause)}`,
  "listener-busy": ({ execution }) => `${execution} is changing the listener`,
  "another-listener-first": ({ listenerId }) => `${listenerId} gets it first, as the canary`,
  "rotations-running": ({ count }, f) => `${f.count(count, "rotation is", "rotations are")} running already`,
  "orders-running": ({ count }, f) => `${f.count(count, "order is", "orders are")} running already`,
  "successor-just-ordered": "Its successor has just been ordered",
  "quic-companion-first": ({ listenerId }) =>
    `The functions do not speak QUIC, so ${listenerId}, which holds the same certificate, goes first`,

  "first-listener-failed": {
    message: ({ listenerId }) => `${listenerId} got it first, as the canary, and that failed`,
    next: ({ again }, f) => `Read why in its execution; another listener goes first from ${f.time(again)}`,
  },
  "error-budget-used-up": {
    message: ({ failed, ended, budget }) =>
      `${failed} of ${ended} rotations failed in six hours, which uses up the error budget of ${budget}`,
    next: "Fix what made them fail; urgent rotations continue",
  },
  "rotation-not-ended": {
    message: ({ execution, startedAt }, f) =>
      `${execution} has been changing the listener since ${f.time(startedAt)} and has not ended`,
    next: ({ execution }) => `Read it with \`albflow execution ${execution}\`, and stop it if it is stuck`,
  },

  "listener-stopped-unrenewed": {
    message: "Its listener is stopped and serves nobody, so that it is not renewed unasked",
    next: "Rotate it with rotateCertificate, start the listener, or remove the certificate from it",
  },
  "renewed-by-manager": {
    message: ({ manager }, f) => `Its listener is managed by ${f.messageOf(manager)}`,
    next: ({ manager }) => `Renew it in ${placeOfManager(manager)}`,
  },
  "domain-certificate-unknown": {
    message: ({ domain }) =>
      `Certificate Management Service does not have the certificate of the domain ${domain}, so that it could not be put back`,
    next: "Set `domain.certificateId` to one that it has, and run `albflow deploy`",
  },
  "domain-refused-before": {
    message: ({ domain, successorId }) => `${successorId} was put on the domain ${domain} before, and rolled back`,
    next: "Upload another certificate with its names, or run `albflow deploy` to have this one tried again",
  },
  "domain-unseen": {
    message: ({ domain, cause }, f) => `No handshake with the domain ${domain} succeeds: ${f.messageOf(cause)}`,
    next: "Fix the cause; the next round tries again",
  },
  "domain-serves-other": {
    message: ({ domain, serial }) =>
      `The domain ${domain} is served with the certificate of the serial number ${serial}, and Function Compute says another`,
    next: "Look at the domain in the console of Function Compute; the next round tries again",
  },
  "domain-rolled-back": {
    message: ({ domain, successorId, cause }, f) =>
      `${successorId} was put on the domain ${domain}, and rolled back: ${f.messageOf(cause)}`,
    next: "Upload another certificate with its names, or run `albflow deploy` to have this one tried again",
  },
  "domain-not-restored": {
    message: ({ domain, successorId, cause }, f) =>
      `${successorId} was put on the domain ${domain}, and the former certificate is not served again: ${f.messageOf(cause)}`,
    next: "Look at the domain in the console of Function Compute at once",
  },
  "no-certificate-readable": {
    message: ({ cause }, f) => `No certificate could be read: ${f.messageOf(cause)}`,
    next: "Fix the cause; the next round tries again",
  },
  "nothing-follows": { message: "It has no successor", next: "Upload one with its names" },
  "quic-unrenewable": {
    message:
      "The functions do not speak QUIC, and no running HTTPS listener of the same instance holds the certificate",
    next: ({ setting }) => `Bind it to such a listener, or set ${setting}=quic to renew it without verification`,
  },
  "renewal-settings-invalid": {
    message: ({ cause }, { messageOf }) => messageOf(cause),
    next: "Correct it where you deploy from, and deploy again; it is read once an hour",
  },
  "renewal-cut-off": {
    message: ({ error, cause }, { messageOf }) => `The round was given up: ${error}: ${messageOf(cause)}`,
    next: "Nothing to do: the next round continues",
  },
  "round-out-of-time": "The round ended before it had read all listeners; the next one continues there",
  "region-not-asked": {
    message: ({ region, accounts }) =>
      `${region} did not answer in ${accounts} other accounts, so it was not asked in this one`,
    next: "The next round asks it again",
  },
  "region-silent-elsewhere": {
    message: ({ region }) => `${region} has just not answered in another account, so it was not asked in this one`,
    next: "List it again in a minute",
  },
  "certificates-unreadable": {
    message: ({ cause }, { messageOf }) => `What it holds cannot be read: ${messageOf(cause)}`,
    next: "Fix the cause; the next round tries again",
  },
  "successors-unreadable": {
    message: ({ cause }, { messageOf }) => `Its successors cannot be read: ${messageOf(cause)}`,
    next: "Fix the cause; the next round tries again",
  },
  "rotation-not-started": {
    message: ({ cause }, { messageOf }) => `It could not be started: ${messageOf(cause)}`,
    next: "Fix the cause; the next round tries again",
  },
  "rotation-failed": {
    message: ({ isRefused, cause }, { messageOf }) =>
      `Its rotation ${isRefused ? "was refused" : "failed"}${cause === null ? "" : `: ${messageOf(cause)}`}`,
    next: ({ again }, f) =>
      again === null
        ? "Change the listener or upload another certificate: it is not tried again before"
        : `Nothing to do: it is tried again from ${f.time(again)}`,
  },
  "order-failed": {
    message: ({ none, failures }, { messageOf }) =>
      `${messageOf(none)}, and ordering one has failed${failures === 1 ? "" : ` ${failures} times`}`,
    next: ({ again }, f) => `Read why in its execution; it is tried again from ${f.time(again)}`,
  },
  "order-without-successor": {
    message: ({ none, execution }, { messageOf }) => `${messageOf(none)}, although one was ordered by ${execution}`,
    next: "Read the execution of the order",
  },
};
