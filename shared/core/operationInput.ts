import * as z from "zod";
import { must } from "../platform/reasons/must.ts";
import { LONGEST_NAME } from "./personName.ts";

/** The input of an operation on a listener: what is its own, and what every operation takes. */
export function inputOnListener<Shape extends z.core.$ZodShape>(own: Shape) {
  return z.strictObject({ listenerId, ...own, ...commonInput.shape });
}

/** The input of an operation that makes something for later listeners. */
export function inputOfCreation<Shape extends z.core.$ZodShape>(own: Shape) {
  return z.strictObject({ ...own, ...commonInput.shape });
}

/** A certificate id as ALB compares it (alb.md §1.4). */
export const certificateId = z
  .string()
  .regex(/^\d{1,15}-[a-z0-9-]+$/, must("must-be-regional-certificate-id"))
  .describe("Id of a certificate with the region of its certificate service, like 24664588-cn-hangzhou");

/** An id of a listener as ALB gives it: of an instance, or of an older one that was taken over. */
export const listenerId = z
  .string()
  .regex(/^l(sn|sr)-[\w*-]{1,64}$/, must("must-be-listener-id"))
  .describe("Id of the listener, like lsn-o4u54y73wq7b");

/** The path and query of a request, as HTTP has them on its line (RFC 9112 §3.2): other letters are percent-encoded. */
const requestPath = z
  .string()
  .regex(/^\/[!-~]*$/, must("must-be-request-path"))
  .max(1_000);

const verification = z
  .strictObject({
    acceptUnreachable: z
      .boolean()
      .default(false)
      .describe("Whether a listener that cannot be reached from where the functions run counts as verified"),
    path: requestPath.default("/").describe("Path to ask for over HTTP"),
    hostname: z
      .string()
      .regex(/^[\w-]{1,63}(\.[\w-]{1,63})*$/, must("must-be-host-name"))
      .max(253)
      .optional()
      .describe("Host name to ask for; unless given, one of the default certificate's"),
    webSocketPath: requestPath
      .optional()
      .describe("Path whose WebSocket upgrade must succeed; unless given, none is tried"),
    clientCertificateId: certificateId
      .optional()
      .describe("A client certificate in the certificate service that mutual authentication must let in"),
    rejectedClientCertificateId: certificateId
      .optional()
      .describe("A client certificate in the certificate service that mutual authentication must turn away"),
  })
  .prefault({})
  .describe("How the result is verified, beyond what the listener's configuration tells");

/** What verification needs to know beyond what the listener's configuration tells. */
export type Verification = z.output<typeof verification>;

/** Where something is: left out, it is home, where albflow is deployed. */
export const placeInput = {
  region: z
    .string()
    .regex(/^[a-z]{2}-[a-z0-9-]{1,30}$/, must("must-be-region-id"))
    .optional()
    .describe("Region of the listener, like cn-shanghai; unless given, the one where albflow is deployed"),
  account: z
    .string()
    .regex(/^\d{16}$/, must("must-be-account-id"))
    .optional()
    .describe("Account of the listener, if it is another that lets albflow in; unless given, albflow's own"),
};

/** Long enough for a few changes of 5–10 s each (alb.md §1.3) behind somebody else's. */
const DEFAULT_DEADLINE_SECONDS = 300;

/** A name of 255 characters, and what was touched, as signed text. */
const LONGEST_SIGNATURE = 16_384;

/** What every operation takes, beside its own. */
export const commonInput = z.object({
  ...placeInput,
  deadlineSeconds: z
    .int()
    .min(10)
    .max(1800)
    .default(DEFAULT_DEADLINE_SECONDS)
    .describe("Seconds in which it must be done; else it goes back, which has 300 s more"),
  plan: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe("Hash (SHA-256, hex) of the plan that was agreed to; refused when something has changed since"),
  requestedBy: z.string().max(LONGEST_NAME).default("").describe("Who asks for it, and so cannot approve it"),
  reason: z.string().max(500).optional().describe("Why it is done: for whoever approves, and for the record"),
  ticket: z.string().max(200).optional().describe("The ticket that it belongs to, by its number or address"),
  signature: z.string().max(LONGEST_SIGNATURE).optional().describe("What albflow signs of who asks; nobody else can"),
  requireApproval: z
    .boolean()
    .default(false)
    .describe("Whether somebody else has to agree first, even where nothing is interrupted or made less secure"),
  acceptManaged: z
    .boolean()
    .default(false)
    .describe("Whether to go on where a Kubernetes cluster or another service manages the listener, and may undo it"),
  verification,
});
