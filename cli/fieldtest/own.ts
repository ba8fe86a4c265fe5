import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { Session } from "../../shared/platform/session.ts";
import type { Field } from "./field.ts";

/** What a probe is given: the field, and what a run has of its own, made when it is first asked for. */
export interface OwnResources {
  field: Field;
  /** An instance with an HTTP listener and an HTTPS listener. */
  alb: () => Promise<OwnAlb>;
  /** A self-signed certificate that is uploaded and bound to nothing; good for so many days, 90 unless given. */
  certificate: (names: string[], kind?: "RSA" | "EC", days?: number) => Promise<OwnCertificate>;
  /** A project with a logstore into which its instance logs. */
  logs: () => Promise<{ project: string }>;
  /** A function that says what it is sent: its name, and the address of its HTTP trigger. */
  echo: () => Promise<string>;
  address: () => Promise<string>;
  /** The keys of a role that may do no more than this. */
  role: (
    name: string,
    statements: { Action: string | string[]; Resource: string | string[] }[],
  ) => Promise<Session["credentials"]>;
}

/** A certificate of its own. */
interface OwnCertificate {
  /** As listeners list it: `24664588-cn-hangzhou`. */
  id: string;
  certId: string;
  name: string;
  /** Hexadecimal, as a handshake tells it. */
  serial: string;
  pem: string;
  key: string;
}

/** The tag of what a run makes, as parameters of a call. */
export function ownTag({ own, run }: Field): Record<string, string> {
  return { "Tag.1.Key": own, "Tag.1.Value": run };
}

/** The name of a thing of a run; short enough for each product. */
export function ownName({ own, run }: Field, name: string): string {
  return `${own}-${run}-${name}`;
}

/** The name of certificates: nobody's, and nobody can own it (RFC 2606). */
export function ownDomain({ own }: Field): string {
  return `${own.replace("albflow-", "")}.example`;
}

/** An instance of a run's own. */
export interface OwnAlb {
  loadBalancerId: string;
  /** Its address for clients. */
  host: string;
  serverGroupId: string;
  /** Listeners by protocol. */
  http: string;
  https: string;
  /** The default certificate of `https` at first. */
  first: OwnCertificate;
}

/** Throws `AlbflowError` Refused where nothing may be made. */
export function mustWrite({ mayWrite }: Field): void {
  if (!mayWrite) throw new AlbflowError("Refused", reason("field-needs-write"));
}
