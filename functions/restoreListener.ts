import { z } from "zod";
import { certificateQuota, ROOM_PERMISSIONS } from "../shared/certificateRoom.ts";
import { AlbflowError } from "../shared/errors.ts";
import type { Listener } from "../shared/facets/listener.ts";
import { NO_TRACING } from "../shared/facets/listenerWrites.ts";
import { FACETS } from "../shared/facets/registry.ts";
import { defineCreation } from "../shared/operation.ts";
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
  })
  .describe(
    "The listener as it was, in the fields of GetListenerAttribute, with its additional certificates and rules",
  );

/** What a listener is that says nothing else. */
const WHOLE = { ListenerStatus: "Running", AdditionalCertificates: [], Rules: [], LogConfig: NO_TRACING };

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
    const wanted = { ...WHOLE, ...input.snapshot, ListenerId: "" } as unknown as Listener;
    const there = world.copy ?? null;
    if (there === null) return { copy: wanted };
    if (FACETS.copy.same(there, wanted)) return world;
    const { ListenerId, ListenerProtocol, ListenerPort, LoadBalancerId, ListenerStatus } = there;
    // The one that was deleted takes its time to go.
    if (ListenerStatus !== "Running" && ListenerStatus !== "Stopped") {
      throw new AlbflowError("Conflict", `${ListenerId} stands in its place and is ${ListenerStatus}`);
    }
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
