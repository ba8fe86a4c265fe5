import type { AlbClient } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";

/** A certificate of a listener, and how far it is bound. */
export interface BoundCertificate {
  id: string;
  isDefault: boolean;
  isCa: boolean;
  /** `Associating`, `Associated`, `Diassociating` … */
  status: string;
}

/**
 * The certificates of a listener, default and additional ones and those of CAs, through all pages. Rows of certificates
 * that have left it may be listed for a while, as `Dissociated` (alb.md §1.11): these are left out. `pace` makes each call
 * when it may be made. Throws `AlbflowError`, NotFound when there is no such listener.
 */
export async function boundCertificates(
  alb: AlbClient,
  ListenerId: string,
  { type, pace = (call) => call() }: { type?: "Server"; pace?: Pace } = {},
): Promise<BoundCertificate[]> {
  const wanted = { ListenerId, ...(type !== undefined && { CertificateType: type }) };
  const rows = await collect(
    allPages(
      (paging) => pace(() => alb.call("ListListenerCertificates", { ...wanted, ...paging })),
      (page) => page.Certificates,
    ),
  );
  return rows
    .filter(({ Status }) => !hasLeft(Status))
    .map(({ CertificateId = "", IsDefault = false, CertificateType, Status = "" }) => ({
      id: CertificateId,
      isDefault: IsDefault,
      isCa: CertificateType === "Ca",
      status: Status,
    }));
}

type Pace = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** Whether a relation to a listener is over, in either spelling of ALB's. */
export function hasLeft(status: string | undefined): boolean {
  return status === "Dissociated" || status === "Diassociated";
}
