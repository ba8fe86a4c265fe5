import { z } from "zod";
import type { Listener } from "../shared/facets/listener.ts";
import { defineOperation } from "../shared/operation.ts";
import { serve } from "../shared/serve.ts";

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
    listenerDescription: z.string().min(2).max(256).optional().describe("Name of the listener"),
    idleTimeout: z.int().min(1).max(60).optional().describe("Seconds that a connection may be idle"),
    // 1 to 180 in ALB's documentation, up to 600 by the quota page (alb.md §3): the server decides.
    requestTimeout: z.int().min(1).max(600).optional().describe("Seconds that a request may take; above 180 by quota"),
    gzipEnabled: z.boolean().optional().describe("Whether answers are compressed"),
    http2Enabled: z.boolean().optional().describe("HTTP/2; HTTPS only"),
    quicConfig: z
      .strictObject({ QuicUpgradeEnabled: z.boolean(), QuicListenerId: z.string().optional() })
      .optional()
      .describe("The QUIC listener that clients are told of; HTTPS only"),
    xForwardedForConfig: xForwardedForConfig.optional().describe("Headers that tell backends of the client"),
    listenerPort: z.int().optional().describe("Can never be changed; taken only to say so"),
    listenerProtocol: z.string().optional().describe("Can never be changed; taken only to say so"),
  },
  change(world, input) {
    const { listener } = world;
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
    {
      refuses: "another port or protocol; copyListener makes a listener with it",
      because({ input, world: { listener } }) {
        const { listenerPort = listener.ListenerPort, listenerProtocol = listener.ListenerProtocol } = input;
        return listenerPort === listener.ListenerPort && listenerProtocol === listener.ListenerProtocol
          ? []
          : [
              "port and protocol can never be changed; make a new listener with copyListener and move your clients to it",
            ];
      },
    },
    {
      refuses: "HTTP/2, QUIC and client-certificate headers on a listener that is not HTTPS",
      because({ input, world }) {
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
