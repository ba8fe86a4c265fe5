import * as z from "zod";
import { ENDS_PERMISSIONS } from "../shared/core/certificates/endsOfCertificates.ts";
import {
  allowLessTrusted,
  describeWhyNot,
  gatherServices,
  POLICY_PERMISSIONS,
  type Service,
} from "../shared/core/certificates/gatherServices.ts";
import { readBoundHeld, readCandidate } from "../shared/core/certificates/readHeld.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { certificateId } from "../shared/core/operationInput.ts";
import { certificateQuota, QUOTA_PERMISSIONS } from "../shared/core/operations/certificateQuota.ts";
import {
  MAKING_A_LISTENER,
  portTaken,
  READS_OF_A_LISTENER,
  whatIsMade,
} from "../shared/core/operations/creatingListeners.ts";
import { acceptLossOf, unknownFields } from "../shared/core/operations/unknownFields.ts";
import { closedGroupOf } from "../shared/core/resources/closedGroup.ts";
import { defaultCertificateOf, defaultCertificatesOf, type Listener } from "../shared/core/resources/listenerState.ts";
import { RESOURCES } from "../shared/core/resources/registry.ts";
import { serve } from "../shared/core/serve.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Makes another listener with the same settings, for another port or protocol, which can never be changed. */
export const copyListener = defineOperation({
  name: "copyListener",
  area: "modify",
  summary: "Create a listener on another port or protocol with the settings, certificates and rules of this one.",
  when: "a listener is needed on another port or protocol, which an existing one cannot change",
  impacts: ["no interruption", "lowers security"],
  input: {
    listenerPort: z.int().min(1).max(65535).describe("Port of the new listener"),
    listenerProtocol: z
      .enum(["HTTP", "HTTPS", "QUIC"])
      .optional()
      .describe("Protocol of the new listener; unless given, that of this one"),
    certificateId: certificateId.optional().describe("Id of its default certificate; needed when this one has none"),
    allowLessTrusted,
    certificateQuota,
    acceptLossOf,
    start: z.boolean().default(false).describe("Whether it shall take traffic at once; else it is made and stopped"),
  },
  scope: ({ listenerId, listenerPort, listenerProtocol }, listener) => {
    const parts = { certificates: true, rules: true };
    if (listener === null) return { listener: { ListenerId: listenerId, ...parts } };
    const { LoadBalancerId, ListenerProtocol } = listener;
    const address = {
      LoadBalancerId,
      ListenerProtocol: listenerProtocol ?? ListenerProtocol,
      ListenerPort: listenerPort,
    };
    return {
      listener: { ListenerId: listenerId, ...parts },
      copy: { address, ...parts },
      closedGroup: closedGroupOf(address),
    };
  },
  gather: async (clients, { listener }, input, now): Promise<Service[]> => {
    if (input.certificateId === undefined) return [];
    const candidate = await readCandidate(clients.cas, input.certificateId);
    const inPlaceOf = await eachLimited(defaultCertificatesOf(listener), (id) => readBoundHeld(clients.cas, id));
    const { allowLessTrusted } = input;
    const copy = copyOf(listener, input);
    return [await gatherServices(clients, copy, candidate, { inPlaceOf, takesOver: false, now, allowLessTrusted })];
  },
  change(resources, input) {
    const { listener } = resources;
    const copy = copyOf(listener, input);
    return resources.copy === null || resources.copy === undefined ? { ...resources, copy } : resources;
  },
  preconditions: [
    unknownFields,
    {
      requires: reason("check-port-free"),
      isNeededByChange: true,
      check: ({ resources, input }) =>
        portTaken(resources.copy, (there) => RESOURCES.copy.same(there, copyOf(resources.listener, input))),
    },
    { requires: reason("check-can-serve"), check: ({ facts }) => describeWhyNot(facts) },
    {
      requires: reason("check-copy-certificate"),
      check: ({ input, resources: { listener } }) =>
        defaultCertificateOf(listener) === undefined &&
        input.listenerProtocol !== undefined &&
        input.listenerProtocol !== "HTTP" &&
        input.certificateId === undefined
          ? [reason("copy-without-certificate", { protocol: input.listenerProtocol })]
          : [],
    },
    {
      requires: reason("check-copy-verifiable"),
      check: ({ input }) =>
        input.listenerProtocol === "QUIC" && !input.verification.acceptUnreachable ? [reason("quic-unverifiable")] : [],
    },
  ],
  effect: ({ input, resources }) => ({
    impact: "no interruption",
    reasons: [reason("listener-created", { starts: input.start, ...whatIsMade(copyOf(resources.listener, input)) })],
  }),
  writes: [...MAKING_A_LISTENER, "DeleteListener"],
  reads: [...POLICY_PERMISSIONS, ...QUOTA_PERMISSIONS, ...READS_OF_A_LISTENER, ...ENDS_PERMISSIONS],
  example: { listenerId: "lsn-demo4u54y73wq7b", listenerPort: 9443 },
});

export const handler = serve(copyListener);

/** The new listener: settings that its protocol does not have are left out (alb.md §5). */
function copyOf(
  listener: Listener,
  input: {
    listenerPort: number;
    listenerProtocol?: string | undefined;
    certificateId?: string | undefined;
    start: boolean;
  },
): Listener {
  const protocol = input.listenerProtocol ?? listener.ListenerProtocol;
  const isTls = protocol !== "HTTP";
  const isHttps = protocol === "HTTPS";
  const Certificates =
    input.certificateId === undefined ? listener.Certificates : [{ CertificateId: input.certificateId }];
  const wasHttps = listener.ListenerProtocol === "HTTPS";
  return {
    ...listener,
    ListenerId: "",
    ListenerProtocol: protocol,
    ListenerPort: input.listenerPort,
    ListenerStatus: input.start ? "Running" : "Stopped",
    Certificates: isTls ? Certificates : null,
    AdditionalCertificates: isTls ? (listener.AdditionalCertificates ?? []) : [],
    ...(isHttps && wasHttps ? {} : OF_HTTPS_ONLY),
    XForwardedForConfig: isHttps
      ? listener.XForwardedForConfig
      : withoutClientCertificates(listener.XForwardedForConfig),
  };
}

/** `undefined`, not `null`: whatever the new listener has by default is right. */
const OF_HTTPS_ONLY = {
  SecurityPolicyId: undefined,
  Http2Enabled: undefined,
  CaEnabled: undefined,
  CaCertificates: undefined,
  QuicConfig: undefined,
} as unknown as Partial<Listener>;

function withoutClientCertificates(config: Listener["XForwardedForConfig"]): Listener["XForwardedForConfig"] {
  if (config === null || config === undefined) return config;
  const kept = Object.entries(config).filter(([name]) => !name.includes("ClientCert"));
  return Object.fromEntries(kept) as Listener["XForwardedForConfig"];
}
