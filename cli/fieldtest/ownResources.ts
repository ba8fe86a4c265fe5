import { makeCertificate } from "../../local/certificates/makeCertificate.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { Session } from "../../shared/platform/session.ts";
import type { Field } from "./field.ts";
import { makeOwnAlb, type OwnAlb } from "./ownAlb.ts";
import { makeFunction, makeHttpTrigger } from "./ownFunctions.ts";
import { makeOwnLogs } from "./ownLogs.ts";
import { roleCredentials } from "./ownRole.ts";
import { taken } from "./probe.ts";
import { textAt } from "./signedCall.ts";

/** What a probe is given: the field, and what a run has of its own, made when it is first asked for. */
export interface OwnResources {
  field: Field;
  /** An instance with an HTTP listener and an HTTPS listener. */
  alb: () => Promise<OwnAlb>;
  /** A certificate that is uploaded and bound to nothing. */
  certificate: (names: string[], kind?: "RSA" | "EC") => Promise<OwnCertificate>;
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
export interface OwnCertificate {
  /** As listeners list it: `24664588-cn-hangzhou`. */
  id: string;
  certId: string;
  name: string;
  /** Hexadecimal, as a handshake tells it. */
  serial: string;
  pem: string;
  key: string;
}

/** Everything that is made is called so, and tagged so; `fieldtest --clean` knows it by this. */
export const OWN = "albflow-fieldtest";

/** The tag of what a run makes, as parameters of a call. */
export function ownTag({ run }: Field): Record<string, string> {
  return { "Tag.1.Key": OWN, "Tag.1.Value": run };
}

/** The name of a thing of a run; short enough for each product. */
export function ownName({ run }: Field, name: string): string {
  return `${OWN}-${run}-${name}`;
}

/** What a run has of its own: nothing is made yet. */
export function openOwnResources(field: Field): OwnResources {
  let certificates = 0;
  const own: OwnResources = {
    field,
    alb: once(() => makeOwnAlb(own)),
    async certificate(names, kind = "EC") {
      mustWrite(field);
      const made = await makeCertificate({ names, ...(kind === "RSA" ? { rsa: true } : {}) });
      certificates += 1;
      const name = ownName(field, `c${certificates}`);
      const parameters = { Name: name, Cert: made.certificatePem, Key: made.privateKeyPem };
      const answer = await field.call("cas", "UploadUserCertificate", parameters, { form: true });
      const certId = textAt(taken(answer).body, "CertId");
      const detail = await field.call("cas", "GetUserCertificateDetail", { CertId: certId, CertFilter: true });
      const id = textAt(detail.body, "CertIdentifier");
      return { id, certId, name, serial: made.serialNumber.toUpperCase(), pem: parameters.Cert, key: parameters.Key };
    },
    logs: once(() => makeOwnLogs(own)),
    echo: once(() => makeFunction(field, "echo", 10)),
    address: once(async () => makeHttpTrigger(field, await own.echo())),
    role: (name, statements) => {
      mustWrite(field);
      return roleCredentials(field, name, statements);
    },
  };
  return own;
}

/** Makes something when it is first asked for; what could not be made is not tried again. */
function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Throws `AlbflowError` Refused where nothing may be made. */
export function mustWrite({ mayWrite }: Field): void {
  if (!mayWrite) throw new AlbflowError("Refused", "it makes something of its own: --write");
}
