import { z } from "zod";
import { AlbflowError } from "../shared/errors.ts";
import { defineOperation } from "../shared/operation.ts";
import { serve } from "../shared/serve.ts";
import type { Listener } from "../shared/world.ts";

/** Header names that carry a client certificate's fields (alb-api: pattern of every …Alias). */
const alias = z.string().regex(/^[a-z0-9_-]{1,40}$/, "must be 1 to 40 of a-z, 0-9, _ and -");

/** ALB's own field names: what is left out stays as it is. */
const xForwardedForConfig = z.strictObject({
  XForwardedForEnabled: z.boolean().optional(),
  XForwardedForProtoEnabled: z.boolean().optional(),
  XForwardedForSLBIdEnabled: z.boolean().optional(),
  XForwardedForSLBPortEnabled: z.boolean().optional(),
  XForwardedForHostEnabled: z.boolean().optional(),
  XForwardedForProcessingMode: z.enum(["append", "remove"]).optional(),
  XForwardedForClientSrcPortEnabled: z.boolean().optional(),
  XForwardedForClientSourceIpsEnabled: z.boolean().optional(),
  XForwardedForClientSourceIpsTrusted: z.string().optional(),
  XForwardedForClientCertClientVerifyEnabled: z.boolean().optional(),
  XForwardedForClientCertClientVerifyAlias: alias.optional(),
  XForwardedForClientCertFingerprintEnabled: z.boolean().optional(),
  XForwardedForClientCertFingerprintAlias: alias.optional(),
  XForwardedForClientCertIssuerDNEnabled: z.boolean().optional(),
  XForwardedForClientCertIssuerDNAlias: alias.optional(),
  XForwardedForClientCertSubjectDNEnabled: z.boolean().optional(),
  XForwardedForClientCertSubjectDNAlias: alias.optional(),
});

/** Changes a listener's name and its advanced settings. */
export const modifyListener = defineOperation({
  name: "modifyListener",
  summary: "Change the name and the advanced settings of a listener.",
  impact: "no interruption",
  input: {
    listenerDescription: z.string().min(2).max(256).optional(),
    /** Seconds, 1 to 60. */
    idleTimeout: z.int().min(1).max(60).optional(),
    /** Seconds; 1 to 180 in ALB's documentation, up to 600 by the quota page (alb.md §3). */
    requestTimeout: z.int().min(1).max(600).optional(),
    gzipEnabled: z.boolean().optional(),
    http2Enabled: z.boolean().optional(),
    quicConfig: z.strictObject({ QuicUpgradeEnabled: z.boolean(), QuicListenerId: z.string().optional() }).optional(),
    xForwardedForConfig: xForwardedForConfig.optional(),
    /** Can never be changed; taken only to say so. */
    listenerPort: z.int().optional(),
    listenerProtocol: z.string().optional(),
  },
  change(world, input) {
    const { listener } = world;
    const { listenerPort = listener.ListenerPort, listenerProtocol = listener.ListenerProtocol } = input;
    if (listenerPort !== listener.ListenerPort || listenerProtocol !== listener.ListenerProtocol) {
      throw new AlbflowError(
        "Refused",
        "port and protocol can never be changed; make a new listener with the other one and move your clients",
      );
    }
    const set: Partial<Record<keyof Listener, unknown>> = {
      ListenerDescription: input.listenerDescription,
      IdleTimeout: input.idleTimeout,
      RequestTimeout: input.requestTimeout,
      GzipEnabled: input.gzipEnabled,
      Http2Enabled: input.http2Enabled,
      // ALB replaces an object whole (alb.md §1.9): what is not named must be sent again.
      QuicConfig: input.quicConfig && { ...listener.QuicConfig, ...input.quicConfig },
      XForwardedForConfig: input.xForwardedForConfig && {
        ...listener.XForwardedForConfig,
        ...input.xForwardedForConfig,
      },
    };
    const given = Object.entries(set).filter(([, value]) => value !== undefined);
    return { ...world, listener: { ...listener, ...Object.fromEntries(given) } as Listener };
  },
  refuse: [
    ({ input, world }) => {
      if (world.listener.ListenerProtocol === "HTTPS") return [];
      const foreign = [
        ...(input.http2Enabled === undefined ? [] : ["http2Enabled"]),
        ...(input.quicConfig === undefined ? [] : ["quicConfig"]),
        ...Object.keys(input.xForwardedForConfig ?? {}).filter((name) => name.includes("ClientCert")),
      ];
      return foreign.map(
        (name) => `${name} is for HTTPS listeners only, and this is ${world.listener.ListenerProtocol}`,
      );
    },
  ],
  writes: ["UpdateListenerAttribute"],
  example: {
    listenerId: "lsn-demo4u54y73wq7b",
    idleTimeout: 30,
    xForwardedForConfig: { XForwardedForProtoEnabled: true },
  },
});

export const handler = serve(modifyListener);
