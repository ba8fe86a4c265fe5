import { makeCertificate } from "../../local/certificates/makeCertificate.ts";
import type { Field } from "./field.ts";
import { mustWrite, type OwnResources, ownName } from "./own.ts";
import { makeOwnAlb } from "./ownAlb.ts";
import { makeFunction, makeHttpTrigger } from "./ownFunctions.ts";
import { makeOwnLogs } from "./ownLogs.ts";
import { roleCredentials } from "./ownRole.ts";
import { taken } from "./probe.ts";
import { textAt } from "./signedCall.ts";

/** What a run has of its own: nothing is made yet. */
export function openOwnResources(field: Field): OwnResources {
  let certificates = 0;
  const own: OwnResources = {
    field,
    alb: once(() => makeOwnAlb(own)),
    async certificate(names, kind = "EC", days = 90) {
      mustWrite(field);
      const notAfter = new Date(field.now() + days * 86_400_000);
      const made = await makeCertificate({ names, notAfter, ...(kind === "RSA" ? { rsa: true } : {}) });
      certificates += 1;
      const name = ownName(field, `c${certificates}`);
      const parameters = { Name: name, Cert: made.certificatePem, Key: made.privateKeyPem };
      const answer = await field.call("cas", "UploadUserCertificate", parameters, { form: true });
      const certId = textAt(taken(answer).body, "CertId");
      const detail = await field.call("cas", "GetUserCertificateDetail", { CertId: certId, CertFilter: true });
      const id = textAt(taken(detail).body, "CertIdentifier");
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
