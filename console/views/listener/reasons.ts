import { allows, type Identity } from "../../../shared/features/api/authentication/identity.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { nameAt } from "../../../shared/platform/place.ts";
import type { reasonWords } from "./listenerWords.ts";

/** Why something cannot be done. */
type Reason = keyof typeof reasonWords;

/**
 * Why an operation on a listener would be refused, as far as that can be told from what the page knows of it anyway;
 * undefined when the plan has to tell. The rules are the operations' own: a test holds each against a plan.
 */
export function reasonAgainst(
  operation: string,
  description: ListenerDescription,
  identity: Identity,
): Reason | undefined {
  const touched = nameAt(description.place, description.listener.ListenerId);
  if (!allows(identity, "operate", { operation, touches: [touched] })) return "role";
  const rules: Reason[] = [...(RULES[operation] ?? []), "guarded", "busy"];
  return rules.find((rule) => APPLIES[rule](description));
}

/** Which rules an operation has, in the order in which they are told. */
const RULES: Record<string, Reason[]> = {
  startListener: ["running"],
  stopListener: ["stopped"],
  rotateCertificate: ["noCertificates"],
  addCertificates: ["noCertificates"],
  removeCertificates: ["noCertificates", "noAdditional"],
  promoteCertificate: ["noCertificates", "noAdditional"],
  enableMutualAuth: ["notHttps", "basicEdition", "mutualOn"],
  disableMutualAuth: ["notHttps", "mutualOff"],
  replaceCaCertificate: ["notHttps", "basicEdition", "mutualOff"],
  changeTlsPolicy: ["notHttps"],
  enableTracing: ["basicEdition", "tracingOn"],
  modifyTracing: ["tracingOff"],
  disableTracing: ["tracingOff"],
};

const APPLIES: Record<Reason, (description: ListenerDescription) => boolean> = {
  role: () => false,
  running: ({ listener }) => listener.ListenerStatus === "Running",
  stopped: ({ listener }) => listener.ListenerStatus === "Stopped",
  busy: ({ listener }) => listener.ListenerStatus === "Configuring",
  noCertificates: ({ listener }) => listener.ListenerProtocol === "HTTP",
  noAdditional: ({ certificates }) => certificates.every(({ isDefault }) => isDefault),
  notHttps: ({ listener }) => listener.ListenerProtocol !== "HTTPS",
  basicEdition: ({ loadBalancer }) => loadBalancer.LoadBalancerEdition === "Basic",
  mutualOn: ({ listener }) => listener.CaEnabled === true,
  mutualOff: ({ listener }) => listener.CaEnabled !== true,
  tracingOn: ({ listener }) => listener.LogConfig.AccessLogTracingConfig.TracingEnabled,
  tracingOff: ({ listener }) => !listener.LogConfig.AccessLogTracingConfig.TracingEnabled,
  guarded: ({ loadBalancer }) => loadBalancer.ModificationProtectionConfig?.Status === "ConsoleProtection",
};
