import * as z from "zod";
import { ENDS_PERMISSIONS } from "../shared/core/certificates/endsOfCertificates.ts";
import { defineCreation } from "../shared/core/operation.ts";
import { certificateId } from "../shared/core/operationInput.ts";
import { certificateQuota, QUOTA_PERMISSIONS } from "../shared/core/operations/certificateQuota.ts";
import {
  MAKING_A_LISTENER,
  portTaken,
  READS_OF_A_LISTENER,
  whatIsMade,
} from "../shared/core/operations/creatingListeners.ts";
import { LIST_PERMISSION, missingFor, whyNotWhole } from "../shared/core/operations/restorable.ts";
import { acceptLossOf, describeUnknown, unknownIn } from "../shared/core/operations/unknownFields.ts";
import { closedGroupOf } from "../shared/core/resources/closedGroup.ts";
import type { Listener } from "../shared/core/resources/listenerState.ts";
import { NO_TRACING } from "../shared/core/resources/listenerWrites.ts";
import { asModelled } from "../shared/core/resources/readListener.ts";
import { RESOURCES } from "../shared/core/resources/registry.ts";
import { serve } from "../shared/core/serve.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { must } from "../shared/platform/reasons/must.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** A listener that is gone, as somebody has seen it: ALB's own fields, of which what is left out gets its default. */
const snapshot = z
  .looseObject({
    LoadBalancerId: z
      .string()
      .regex(/^alb-[\w*-]{1,64}$/, must("must-be-instance-id"))
      .describe("Id of its instance, like alb-n0kn923"),
    ListenerProtocol: z.enum(["HTTP", "HTTPS", "QUIC"]).describe("Protocol that it speaks"),
    ListenerPort: z.int().min(1).max(65535).describe("Port that it listens on"),
    AclConfig: z
      .object({
        AclType: z.enum(["White", "Black"]).optional().describe("Whether its lists say who is let in, or who is not"),
        AclRelations: z
          .array(z.object({ AclId: z.string().max(64).describe("Id of an access control list") }))
          .max(20)
          .optional()
          .describe("The lists that it is associated with"),
      })
      .nullable()
      .optional()
      .describe("Access control lists that it had"),
    Tags: z
      .array(
        z.object({
          Key: z.string().max(128).describe("Key of the tag"),
          Value: z.string().max(128).describe("Value of the tag"),
        }),
      )
      .max(20)
      .optional()
      .describe("Tags that it had"),
    AdditionalCertificates: z
      .array(certificateId)
      .max(1_000)
      .optional()
      .describe("Ids of the certificates that it had besides the default one"),
    Rules: z
      .array(
        z.looseObject({
          RuleName: z.string().max(128).describe("Name of the rule"),
          Priority: z.int().min(1).max(10_000).describe("Priority among the rules: 1 is the first"),
          RuleConditions: z
            .array(z.looseObject({}))
            .max(20)
            .describe("What a request must be, as CreateRules takes it"),
          RuleActions: z.array(z.looseObject({})).max(20).describe("What becomes of it, as CreateRules takes it"),
        }),
      )
      .max(1_000)
      .optional()
      .describe("Forwarding rules that it had, as ListRules tells them"),
  })
  .describe(
    "The listener as it was, in the fields of GetListenerAttribute, with its additional certificates and rules",
  );

/** What a listener is that says nothing else. */
const WHOLE = { ListenerStatus: "Running", AdditionalCertificates: [], Rules: [], LogConfig: NO_TRACING };

/** The listener that a snapshot describes. */
function wantedOf(given: z.output<typeof snapshot>): Listener {
  const modelled: object = asModelled(given as Parameters<typeof asModelled>[0]);
  // What is left out may be as ALB makes it.
  const reported = Object.entries(modelled).filter(([field]) => field in given);
  const parts = { AdditionalCertificates: given.AdditionalCertificates, Rules: given.Rules };
  // One that was seen on its way somewhere runs, as most do.
  const ListenerStatus = given.ListenerStatus === "Stopped" ? "Stopped" : "Running";
  const whole = { ...WHOLE, ...definedIn(parts), ...Object.fromEntries(reported), ListenerStatus, ListenerId: "" };
  return whole as unknown as Listener;
}

function definedIn(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Makes a listener again that somebody has deleted, from what is known of it. */
export const restoreListener = defineCreation({
  name: "restoreListener",
  area: "state",
  summary: "Recreate a deleted listener with its certificates and rules. It gets a new id.",
  when: "a listener was deleted outside albflow; for protected listeners `remediate` plans this by itself and asks for approval",
  impacts: ["restores traffic"],
  input: { snapshot, certificateQuota, acceptLossOf },
  scope: ({ snapshot: { LoadBalancerId, ListenerProtocol, ListenerPort } }) => {
    const address = { LoadBalancerId, ListenerProtocol, ListenerPort };
    return { copy: { address, certificates: true, rules: true }, closedGroup: closedGroupOf(address) };
  },
  change(resources, input) {
    const wanted = wantedOf(input.snapshot);
    const there = resources.copy ?? null;
    if (there === null) return { ...resources, copy: wanted };
    if (isSettled(there) || RESOURCES.copy.same(there, wanted)) return resources;
    // The one that was deleted takes its time to go.
    const { ListenerId, ListenerStatus } = there;
    throw new AlbflowError("Conflict", reason("place-changing", { listenerId: ListenerId, status: ListenerStatus }));
  },
  gather: (clients, _resources, input) => missingFor(clients, wantedOf(input.snapshot)),
  preconditions: [
    { requires: reason("check-parts-there"), check: ({ facts }) => facts },
    {
      requires: reason("check-parts-fit"),
      check: ({ input, loadBalancer }) => whyNotWhole(wantedOf(input.snapshot), loadBalancer),
    },
    {
      requires: reason("check-port-free"),
      isNeededByChange: true,
      check: ({ resources: { copy }, input }) =>
        portTaken(copy, (there) => !isSettled(there) || RESOURCES.copy.same(there, wantedOf(input.snapshot))),
    },
    {
      requires: reason("check-settings-known"),
      check: ({ input }) => describeUnknown(unknownIn(input.snapshot), input.acceptLossOf),
    },
  ],
  effect: ({ input }) => ({
    impact: "restores traffic",
    reasons: [reason("listener-restored", whatIsMade(wantedOf(input.snapshot)))],
  }),
  writes: [...MAKING_A_LISTENER, "DeleteListener"],
  reads: [
    ...QUOTA_PERMISSIONS,
    "alb:GetListenerAttribute",
    "alb:GetLoadBalancerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    ...READS_OF_A_LISTENER,
    ...ENDS_PERMISSIONS,
    LIST_PERMISSION,
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

/** Whether a listener is one that stays: one that is being made or deleted is not. */
function isSettled({ ListenerStatus }: Listener): boolean {
  return ListenerStatus === "Running" || ListenerStatus === "Stopped";
}
