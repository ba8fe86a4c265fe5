import type { AlbAnswer, AlbDoor } from "../clients/alb.ts";
import { allPages, collect } from "../clients/pages.ts";
import { AlbflowError } from "../errors.ts";
import { ATTRIBUTES, type Listener, type ListenerKey, type LogConfig, type Rule } from "./listener.ts";

/** Reads a listener's own attributes, by its id or its place; `null` when there is none. */
export async function readListener(alb: AlbDoor, { ListenerId, address }: ListenerKey): Promise<Listener | null> {
  const byId = ListenerId === undefined ? null : await readById(alb, ListenerId);
  if (byId !== null || address === undefined) return byId;
  const rows = await collect(
    allPages(
      (paging) =>
        alb.call("ListListeners", {
          LoadBalancerIds: [address.LoadBalancerId],
          ListenerProtocol: address.ListenerProtocol,
          ...paging,
        }),
      (page) => page.Listeners,
    ),
  );
  const found = rows.find(({ ListenerPort }) => ListenerPort === address.ListenerPort);
  return found?.ListenerId === undefined ? null : readById(alb, found.ListenerId);
}

async function readById(alb: AlbDoor, ListenerId: string): Promise<Listener | null> {
  try {
    const answer = await alb.call("GetListenerAttribute", { ListenerId });
    // Certificates that nobody demands say nothing.
    const told = answer.CaEnabled === true ? answer : { ...answer, CaCertificates: undefined };
    const attributes = ATTRIBUTES.map((field) => [field, settable(field, told[field])]);
    return {
      ...Object.fromEntries(attributes),
      ListenerId,
      LoadBalancerId: answer.LoadBalancerId ?? "",
      ListenerProtocol: answer.ListenerProtocol ?? "",
      ListenerPort: answer.ListenerPort ?? 0,
      ListenerStatus: answer.ListenerStatus ?? "",
      LogConfig: logConfigOf(answer.LogConfig),
    } as Listener;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return null;
    throw error;
  }
}

function logConfigOf(config: AlbAnswer<"GetListenerAttribute">["LogConfig"]): LogConfig {
  const { AccessLogTracingConfig: tracing, AccessLogRecordCustomizedHeadersEnabled: headers = false } = config ?? {};
  const on = tracing?.TracingEnabled ?? false;
  return {
    AccessLogRecordCustomizedHeadersEnabled: headers,
    // A rate that is not in force says nothing.
    AccessLogTracingConfig: on
      ? { TracingEnabled: true, TracingSample: tracing?.TracingSample ?? 0, TracingType: tracing?.TracingType ?? "" }
      : { TracingEnabled: false, TracingSample: 0, TracingType: "" },
  };
}

/** Certificates come with their status; only the id can be set, so only the id is part of the world. */
function settable(field: string, value: unknown): unknown {
  if (!field.endsWith("Certificates") || !Array.isArray(value)) return value ?? null;
  return value.length === 0 ? null : value.map(({ CertificateId }) => ({ CertificateId }));
}

/** The additional certificates of a listener, with the status of each. */
export async function readAdditionalCertificates(alb: AlbDoor, ListenerId: string) {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListListenerCertificates", { ListenerId, CertificateType: "Server", ...paging }),
      (page) => page.Certificates,
    ),
  );
  // The list also holds the default certificate, which the listener itself tells (alb.md §3).
  return rows
    .filter(({ IsDefault }) => IsDefault !== true)
    .map(({ CertificateId = "", Status = "" }) => ({ id: CertificateId, Status }));
}

/** The forwarding rules of a listener, with the status of each. */
export async function readRules(alb: AlbDoor, ListenerId: string): Promise<{ rule: Rule; status: string }[]> {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListRules", { ListenerIds: [ListenerId], ...paging }),
      (page) => page.Rules,
    ),
  );
  return rows.map(
    ({ RuleName = "", Priority = 0, Direction = "Request", RuleConditions, RuleActions, RuleStatus }) => ({
      rule: { RuleName, Priority, Direction, RuleConditions, RuleActions },
      status: RuleStatus ?? "Available",
    }),
  );
}
