import * as z from "zod";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import type { CallEvent, NormalizedEvent } from "./normalizedEvent.ts";
import { inShape, misshapen, momentIn } from "./shape.ts";

const trailEvent = z.looseObject({
  eventId: z.string().min(1).max(300),
  eventName: z.string().regex(/^\w{1,100}$/),
  eventTime: z.string(),
  eventRW: z.enum(["Read", "Write"]).optional(),
  serviceName: z.string().max(100),
  acsRegion: z.string().max(100).default(""),
  requestId: z.string().max(100).default(""),
  errorCode: z.string().nullish(),
  requestParameters: z.looseObject({}).nullish(),
  requestParameterJson: z.string().nullish(),
  referencedResources: z.unknown().optional(),
  userAgent: z.string().default(""),
  userIdentity: z.looseObject({ type: z.string().default(""), userName: z.string().default("") }),
});

type TrailEvent = z.output<typeof trailEvent>;

/**
 * Reads a management event of ActionTrail (alb.md §11.1): a call that somebody made. Throws `AlbflowError` InvalidInput
 * when it is none, or is one that a rule is about and does not say what it was done to.
 */
export function readActionTrail(record: unknown): NormalizedEvent {
  const event = inShape("actiontrail-event", trailEvent, record);
  const { eventId, eventName, serviceName, errorCode } = event;
  const at = momentIn("actiontrail-event", "eventTime", event.eventTime);
  const unrelated = (why: Reason): NormalizedEvent => ({ kind: "unrelated", eventId, at, reason: why });
  if (errorCode !== undefined && errorCode !== null && errorCode !== "")
    return unrelated(reason("call-failed", { cloudCode: errorCode }));
  const read = READERS[`${productOf(serviceName)}:${eventName}`];
  if (read === undefined) return unrelated(reason("no-rule-for", { what: `${serviceName} ${eventName}` }));
  const { type, userName: name } = event.userIdentity;
  const call = {
    eventId,
    at,
    region: event.acsRegion,
    requestId: event.requestId,
    caller: { type, name, userAgent: event.userAgent },
  };
  return read(call, parametersOf(event)) ?? unrelated(reason("call-changed-nothing", { action: eventName }));
}

/** ALB's events may come under the name of classic load balancers (alb.md U11). */
function productOf(serviceName: string): string {
  const name = serviceName.toLowerCase();
  return name === "slb" ? "alb" : name === "log" ? "sls" : name;
}

type Parameters = (name: string) => string | undefined;

const required = (parameters: Parameters, name: string): string => inShape(name, parameter, parameters(name));

const parameter = z.string().min(1).max(300);

/** The calls that rules are about, by product and action. Undefined: this one changed nothing of interest. */
const READERS: Readonly<Record<string, (call: CallEvent, parameters: Parameters) => NormalizedEvent | undefined>> = {
  "alb:StopListener": (call, parameters) => ({
    kind: "listenerStopped",
    ...call,
    listenerId: required(parameters, "ListenerId"),
  }),
  "alb:DeleteListener": (call, parameters) => ({
    kind: "listenerDeleted",
    ...call,
    listenerId: required(parameters, "ListenerId"),
  }),
  "alb:UpdateListenerAttribute"(call, parameters) {
    const securityPolicyId = parameters("SecurityPolicyId");
    if (securityPolicyId === undefined || securityPolicyId === "") return undefined;
    return { kind: "securityPolicySet", ...call, listenerId: required(parameters, "ListenerId"), securityPolicyId };
  },
  "sls:DeleteProject": (call, parameters) => ({
    kind: "logProjectDeleted",
    ...call,
    project: required(projectIn(parameters), "project"),
  }),
  "sls:DeleteLogStore": (call, parameters) => ({
    kind: "logstoreDeleted",
    ...call,
    project: required(projectIn(parameters), "project"),
    logstore: required((name) => parameters(name) ?? parameters("logstoreName"), "logstore"),
  }),
};

/** The API says `project`; in its Go and Java SDKs the same is called `projectName` (real-cloud.md CR10). */
function projectIn(parameters: Parameters): Parameters {
  return (name) => parameters(name) ?? parameters("projectName");
}

/**
 * Looks parameters up by name in any case: as an object, or as the JSON text that ActionTrail sends besides. An event that
 * EventBridge delivers may have neither (its documented sample, real-cloud.md CR9): then what it references tells the ids.
 */
function parametersOf({ requestParameters, requestParameterJson, referencedResources }: TrailEvent): Parameters {
  if ((requestParameters ?? requestParameterJson ?? undefined) === undefined) return referencedIn(referencedResources);
  const given = requestParameters ?? parametersIn(requestParameterJson ?? "{}");
  const byName = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = byName.get(name.toLowerCase());
    return typeof value === "string" ? value : undefined;
  };
}

/** `ListenerId` of `{"ACS::ALB::Listener": ["lsn-1"]}`, `project` of one that ends with `::Project`. */
function referencedIn(resources: unknown): Parameters {
  const byKind = new Map(
    Object.entries(resources ?? {}).map(([type, ids]) => [(type.split("::").at(-1) ?? "").toLowerCase(), firstOf(ids)]),
  );
  return (name) => byKind.get(name.toLowerCase().replace(/(?:id|name)$/, ""));
}

/** Nothing is made of a list that holds anything but ids. */
function firstOf(ids: unknown): string | undefined {
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === "string" && id.length <= LONGEST_ID);
  return isList ? (ids[0] as string | undefined) : undefined;
}

const LONGEST_ID = 300;

function parametersIn(text: string): Record<string, unknown> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw misshapen("requestParameterJson", "", reason("must-be-json"));
  }
  return inShape("requestParameterJson", jsonObject, given);
}

const jsonObject = z.looseObject({});
