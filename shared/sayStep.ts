import type { Step } from "./path.ts";

/** One step as a person would say it: `associate 123-cn-hangzhou`. */
export function sayStep({ action, parameters }: Pick<Step, "action" | "parameters">): string {
  const { Certificates = [], ...rest } = parameters as {
    Certificates?: { CertificateId?: string }[];
    ListenerId?: string;
  };
  const ids = Certificates.map(({ CertificateId }) => CertificateId).join(", ");
  const listener = rest.ListenerId ?? "the listener";
  switch (action) {
    case "AssociateAdditionalCertificatesWithListener":
      return `associate ${ids} with ${listener}`;
    case "DissociateAdditionalCertificatesFromListener":
      return `dissociate ${ids} from ${listener}`;
    case "UpdateListenerAttribute":
      return ids === ""
        ? `update ${Object.keys(rest)
            .filter((key) => key !== "ListenerId")
            .join(", ")} of ${listener}`
        : `make ${ids} the default certificate of ${listener}`;
    case "StartListener":
      return `start ${listener}`;
    case "StopListener":
      return `stop ${listener}`;
    case "DeleteListener":
      return `delete ${listener}`;
  }
}
