import { z } from "zod";
import { certificateQuota, ROOM_PERMISSIONS } from "../shared/certificateRoom.ts";
import { AlbflowError } from "../shared/errors.ts";
import type { Listener } from "../shared/facets/listener.ts";
import { NO_TRACING } from "../shared/facets/listenerWrites.ts";
import { FACETS } from "../shared/facets/registry.ts";
import { certificateId, defineCreation } from "../shared/operation.ts";
import { thrownByChange } from "../shared/refusals.ts";
import { serve } from "../shared/serve.ts";

/** A listener that is gone, as somebody has seen it: ALB's own fields, of which what is left out gets its default. */
const snapshot = z
  .looseObject({
    LoadBalancerId: z
      .string()
      .regex(/^alb-[\w*-]{1,64}$/, "must be the id of an instance, e.g. alb-n0kn923")
      .describe("Id of its instance, like alb-n0kn923"),
    ListenerProtocol: z.enum(["HTTP", "HTTPS", "QUIC"]).describe("Protocol that it speaks"),
    ListenerPort: z.int().min(1).max(65535).describe("Port that it listens on"),
    ListenerStatus: z.enum(["Running", "Stopped"]).default("Running").describe("Whether it takes traffic at once"),
    DefaultActions: z.array(z.looseObject({})).min(1).max(10).describe("What it does with requests"),
    Certificates: z
      .array(z.strictObject({ CertificateId: certificateId }))
      .max(1)
      .optional()
      .describe("Its default certificate"),
    AdditionalCertificates: z.array(certificateId).max(300).default([]).describe("Ids of its additional certificates"),
    Rules: z.array(z.looseObject({})).max(200).default([]).describe("Its rules, in the fields of CreateRules"),
    LogConfig: z
      .looseObject({})
      .default(NO_TRACING as unknown as Record<string, unknown>)
      .describe("Whether its requests are traced"),
  })
  .describe(
    "The listener as it was, in the fields of GetListenerAttribute, with its additional certificates and rules",
  );

/** Makes a listener again that somebody has deleted, from what is known of it. */
export const restoreListener = defineCreation({
  name: "restoreListener",
  area: "state",
  summary: "Make a deleted listener again as it was, with its certificates and rules, under another id.",
  when: "somebody has deleted a listener past albflow; remediate plans it by itself for protected listeners and asks",
  impact: "restores traffic",
  input: { snapshot, certificateQuota },
  sees: ({ snapshot: { LoadBalancerId, ListenerProtocol, ListenerPort } }) => ({
    copy: { address: { LoadBalancerId, ListenerProtocol, ListenerPort }, certificates: true, rules: true },
  }),
  change(world, input) {
    const wanted = { ...input.snapshot, ListenerId: "" } as unknown as Listener;
    const there = world.copy ?? null;
    if (there === null) return { copy: wanted };
    if (FACETS.copy.same(there, wanted)) return world;
    const { ListenerId, ListenerProtocol, ListenerPort, LoadBalancerId } = there;
    throw new AlbflowError(
      "Refused",
      `${ListenerProtocol} port ${ListenerPort} of ${LoadBalancerId} is taken by ${ListenerId}, which has other settings`,
    );
  },
  refuse: [thrownByChange("a port that a listener with other settings has")],
  writes: [
    "CreateListener",
    "StopListener",
    "AssociateAdditionalCertificatesWithListener",
    "CreateRules",
    "UpdateListenerLogConfig",
    "DeleteListener",
  ],
  reads: [
    ...ROOM_PERMISSIONS,
    "alb:GetListenerAttribute",
    "alb:GetLoadBalancerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListRules",
  ],
  example: {
    snapshot: {
      LoadBalancerId: "alb-demo",
      ListenerProtocol: "HTTP",
      ListenerPort: 8082,
      ListenerDescription: "deleted by mistake",
      DefaultActions: [
        { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
      ],
    },
  },
});

export const handler = serve(restoreListener);
