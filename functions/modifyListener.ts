import * as z from "zod";
import { defineOperation } from "../shared/core/operation.ts";
import { listenerId } from "../shared/core/operationInput.ts";
import { LISTENER_NAME, type Listener } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import { must } from "../shared/platform/reasons/must.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Whether backends are told something, and in which header. */
const header = (words: string) => z.boolean().optional().describe(`Whether backends are told ${words}`);

/** Names of headers that carry a client certificate's fields (alb-api: pattern of every …Alias). */
const alias = (words: string) =>
  z
    .string()
    .regex(/^[a-z0-9_-]{1,40}$/, must("must-be-name", { least: 1, most: 40, letters: "a-z, 0-9, _, -" }))
    .optional()
    .describe(`Name of the header that tells ${words}`);

/** ALB's own field names: what is left out stays as it is. */
const xForwardedForConfig = z.strictObject({
  XForwardedForEnabled: header("the client's address (X-Forwarded-For)"),
  XForwardedForProtoEnabled: header("the listener's protocol (X-Forwarded-Proto)"),
  XForwardedForSLBIdEnabled: header("the id of the instance (SLB-ID)"),
  XForwardedForSLBPortEnabled: header("the listener's port (X-Forwarded-Port)"),
  XForwardedForHostEnabled: header("the host that the client asked for (X-Forwarded-Host)"),
  XForwardedForProcessingMode: z
    .enum(["append", "remove"])
    .optional()
    .describe("What becomes of an X-Forwarded-For that a client sends: added to, or taken away"),
  XForwardedForClientSrcPortEnabled: header("the client's port (X-Forwarded-Client-srcport)"),
  XForwardedForClientSourceIpsEnabled: header("the client's address behind trusted proxies"),
  XForwardedForClientSourceIpsTrusted: z
    .string()
    .max(1_000)
    .optional()
    .describe("Addresses of the proxies that are trusted, as ALB takes them"),
  XForwardedForClientCertClientVerifyEnabled: header("whether the client's certificate was accepted; HTTPS only"),
  XForwardedForClientCertClientVerifyAlias: alias("whether the client's certificate was accepted"),
  XForwardedForClientCertFingerprintEnabled: header("the fingerprint of the client's certificate; HTTPS only"),
  XForwardedForClientCertFingerprintAlias: alias("the fingerprint of the client's certificate"),
  XForwardedForClientCertIssuerDNEnabled: header("who issued the client's certificate; HTTPS only"),
  XForwardedForClientCertIssuerDNAlias: alias("who issued the client's certificate"),
  XForwardedForClientCertSubjectDNEnabled: header("the subject of the client's certificate; HTTPS only"),
  XForwardedForClientCertSubjectDNAlias: alias("the subject of the client's certificate"),
});

/** Changes a listener's name and its advanced settings. */
export const modifyListener = defineOperation({
  name: "modifyListener",
  area: "modify",
  summary: "Change the name and the advanced settings of a listener.",
  when: "a timeout, compression, HTTP/2, QUIC, a forwarded header or the name must change",
  impacts: ["no interruption", "may interrupt", "lowers security"],
  input: {
    listenerDescription: z
      .string()
      .min(2)
      .max(256)
      .regex(LISTENER_NAME, must("must-be-name", { least: 2, most: 256, letters: "A-Z, a-z, 0-9, _.,;/@-, U+0100…" }))
      .optional()
      .describe("Name of the listener"),
    idleTimeout: z.int().min(1).max(60).optional().describe("Seconds that a connection may be idle"),
    // 1 to 180 in ALB's documentation, up to 600 by the quota page (alb.md §3): the server decides.
    requestTimeout: z
      .int()
      .min(1)
      .max(600)
      .optional()
      .describe("Seconds that a backend may take to answer; above 180 by quota"),
    gzipEnabled: z.boolean().optional().describe("Whether answers are compressed"),
    http2Enabled: z.boolean().optional().describe("Whether HTTP/2 is offered; HTTPS only"),
    quicConfig: z
      .strictObject({
        QuicUpgradeEnabled: z.boolean().describe("Whether clients are told of it"),
        QuicListenerId: listenerId.optional().describe("Id of the QUIC listener; needed to tell clients of it"),
      })
      .optional()
      .describe("The QUIC listener that clients are told of; HTTPS only"),
    xForwardedForConfig: xForwardedForConfig
      .optional()
      .describe("Headers that tell backends of the client; those that are not named stay as they are"),
    listenerPort: z
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe("Port; can never be changed, and is taken only to say so"),
    listenerProtocol: z
      .enum(["HTTP", "HTTPS", "QUIC"])
      .optional()
      .describe("Protocol; can never be changed, and is taken only to say so"),
  },
  change(resources, input) {
    const { listener } = resources;
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
    return { ...resources, listener: { ...listener, ...Object.fromEntries(given) } as Listener };
  },
  preconditions: [
    {
      requires: reason("check-port-kept"),
      check({ input, resources: { listener } }) {
        const { listenerPort = listener.ListenerPort, listenerProtocol = listener.ListenerProtocol } = input;
        return listenerPort === listener.ListenerPort && listenerProtocol === listener.ListenerProtocol
          ? []
          : [reason("port-and-protocol-fixed")];
      },
    },
    {
      requires: reason("check-https-settings"),
      check({ input, resources }) {
        if (resources.listener.ListenerProtocol === "HTTPS") return [];
        const foreign = [
          ...(input.http2Enabled === undefined ? [] : ["http2Enabled"]),
          ...(input.quicConfig === undefined ? [] : ["quicConfig"]),
          ...Object.keys(input.xForwardedForConfig ?? {}).filter((name) => name.includes("ClientCert")),
        ];
        return foreign.map((feature) =>
          reason("https-only", { feature, protocol: resources.listener.ListenerProtocol }),
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
