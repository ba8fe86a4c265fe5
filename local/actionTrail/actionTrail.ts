import { createHash } from "node:crypto";
import type { CloudContext, Trail, TrailedCall } from "../context.ts";
import type { CloudEvent } from "../fc/triggers/matchEvent.ts";
import type { Sls } from "../sls/sls.ts";
import type { Restore } from "../snapshot.ts";
import { managementEvent } from "./managementEvent.ts";

/** ActionTrail: every call that changes something becomes an event, in its trails' logstores and on EventBridge. */
export interface ActionTrail {
  /** Is told of a call that has been answered. Delivers its event a little later. */
  record(call: TrailedCall): void;
  /** Delivers every event from now on to this logstore, too, unless the trail is paused. The logstore need not be there yet. */
  addTrail(trail: Trail): void;
  /** Makes an end of the trail that delivers to this logstore. */
  removeTrail(logstore: string): void;
  trails(): Trail[];
  /** Everything as JSON-able data, and back; what was waiting is delivered then. */
  exportState(): ActionTrailState;
  importState(state: ActionTrailState): void;
  snapshot(): Restore;
  /** Delivers nothing any more. */
  close(): void;
}

/** What ActionTrail knows: its trails, and events that are not delivered yet, by their id. */
export interface ActionTrailState {
  trails: Trail[];
  waiting: Record<string, { event: ReturnType<typeof managementEvent>; requestId: string }>;
}

/** What a trail waits before it delivers: minutes on the real thing, which nobody wants to wait for here. */
const DELIVERY_MS = 1_000;

/** Builds it (alb.md §11.1). `emit` hands an event to EventBridge, which carries write events only. */
export function createActionTrail(
  context: CloudContext,
  { sls, emit }: { sls: Pick<Sls, "write" | "ensure">; emit: (event: CloudEvent) => void },
): ActionTrail {
  let trails: Trail[] = [];
  const waiting = new Map<string, Waiting & { cancel: () => void }>();

  function deliverLater({ event, requestId }: Waiting) {
    const cancel = context.clock.after(DELIVERY_MS, () => {
      waiting.delete(event.eventId);
      context.keeper?.note("trail/waiting", event.eventId, null, { lazily: true });
      const isElsewhere = context.realities?.is("trail-into-logstore", "delivered elsewhere") === true;
      for (const { project, logstore } of trails.filter(({ isPaused }) => isPaused !== true)) {
        const target = { project, logstore: isElsewhere ? `${logstore}_1` : logstore };
        if (isElsewhere) sls.ensure(target);
        sls.write(target, "actiontrail_audit_event", [{ event: JSON.stringify(event) }]);
      }
      emit(onEventBridge(event, context, idFrom(`envelope ${requestId}`)));
    });
    waiting.set(event.eventId, { event, requestId, cancel });
  }

  return {
    record(call) {
      const { requestId } = call;
      const event = managementEvent(call, context, idFrom(`event ${requestId}`));
      deliverLater({ event, requestId });
      context.keeper?.note("trail/waiting", event.eventId, { event, requestId });
    },
    addTrail(trail) {
      trails = [...trails.filter(({ logstore }) => logstore !== trail.logstore), trail];
      context.keeper?.note("trail/trails", `${trail.project}/${trail.logstore}`, trail);
    },
    removeTrail(logstore) {
      for (const trail of trails.filter((one) => one.logstore === logstore)) {
        context.keeper?.note("trail/trails", `${trail.project}/${trail.logstore}`, null);
      }
      trails = trails.filter((trail) => trail.logstore !== logstore);
    },
    trails: () => [...trails],
    exportState: () => ({
      trails: [...trails],
      waiting: Object.fromEntries([...waiting].map(([id, { event, requestId }]) => [id, { event, requestId }])),
    }),
    importState(state) {
      trails = [...state.trails];
      for (const one of Object.values(state.waiting)) deliverLater(one);
    },
    snapshot() {
      const kept = [...trails];
      return () => {
        trails = [...kept];
      };
    },
    close() {
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
}

type Waiting = ActionTrailState["waiting"][string];

/** An id that follows from the request's: what is random here must not change what is random elsewhere. */
function idFrom(text: string): string {
  const digits = createHash("sha256").update(text).digest("hex");
  return [8, 12, 16, 20, 32]
    .map((to, index, ends) => digits.slice(ends[index - 1] ?? 0, to))
    .join("-")
    .toUpperCase();
}

/** The envelope that EventBridge puts around it; `aliyunpublishtime` really is no date (alb.md §11.1, U11). */
function onEventBridge(
  event: ReturnType<typeof managementEvent>,
  { clock, region, accountId, realities }: CloudContext,
  id: string,
): CloudEvent {
  const product = event.serviceName.toLowerCase();
  // Whether ALB's calls come under ALB's name or ActionTrail's is not documented (open.md O10).
  const isOfTrail = realities?.is("event-by-eventbridge/source", "actiontrail:ActionTrail:ApiCall") === true;
  const sender = isOfTrail ? "actiontrail" : product;
  const published = new Date(clock.now()).toISOString().replace("Z", "PRC");
  return {
    specversion: "1.0",
    id,
    source: `acs.${sender}`,
    type: `${sender}:ActionTrail:${event.eventType}`,
    subject: `acs.${product}:${region}:${accountId}:${event.eventName}`,
    time: event.eventTime,
    datacontenttype: "application/json;charset=utf-8",
    aliyunaccountid: accountId,
    aliyunpublishtime: published,
    aliyuneventbusname: "default",
    aliyunregionid: region,
    data: event,
  };
}
