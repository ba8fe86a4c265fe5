import type { BulkTarget } from "../../core/bulk/planBulk.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { CertificateStatus } from "./certificateStatus.ts";

type Holder = CertificateStatus["listeners"][number];

/** A certificate on a listener that is to be followed by its successor; `refused` says why it cannot be. */
interface CertificateTarget extends Pick<BulkTarget, "certificateId" | "successorId"> {
  holder: Holder;
  refused?: Reason;
}

/** Whether an operation is about a certificate and its successor that nobody has named: then each listener has its own. */
export function isPerCertificate(required: readonly string[], given: object): boolean {
  const fields = ["certificateId", "successorId"];
  return fields.every((field) => required.includes(field) && !(field in given));
}

/**
 * The certificates that are meant, on each listener that is meant, with what follows them. Of two on one listener the second is
 * refused, as its plan would be stale once the first is done.
 */
export function certificateTargets(
  certificates: readonly CertificateStatus[],
  isMeant: (certificate: CertificateStatus, holder: Holder) => boolean,
): CertificateTarget[] {
  const taken = new Set<string>();
  return certificates.flatMap((certificate) => {
    const { id, successor, reason: why, listeners } = certificate;
    const holders = listeners.filter((holder) => isMeant(certificate, holder));
    return holders.map((holder): CertificateTarget => {
      const { listenerId } = holder;
      const target = { holder, certificateId: id };
      if (successor === null) return { ...target, ...(why === null ? {} : { refused: why }) };
      const follows = { ...target, successorId: successor.id };
      if (taken.has(listenerId)) return { ...follows, refused: reason("bulk-listener-twice", { listenerId }) };
      taken.add(listenerId);
      return follows;
    });
  });
}
