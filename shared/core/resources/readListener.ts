import type { AlbAnswer, AlbClient } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { boundCertificates, hasLeft } from "../certificates/boundCertificates.ts";
import {
  type AclConfig,
  ATTRIBUTES,
  type Listener,
  type ListenerKey,
  type LogConfig,
  type Rule,
  type Tag,
} from "./listenerState.ts";

/** Reads a listener's own attributes, by its id or its place; `null` when there is none. */
export async function readListener(alb: AlbClient, { ListenerId, address }: ListenerKey): Promise<Listener | null> {
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

async function readById(alb: AlbClient, ListenerId: string): Promise<Listener | null> {
  try {
    const Unknown: string[] = [];
    const answer = await alb.call("GetListenerAttribute", { ListenerId }, Unknown);
    return {
      ...asModelled(answer),
      ListenerId,
      ...(Unknown.length === 0 ? {} : { Unknown }),
    } as Listener;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return null;
    throw error;
  }
}

/** A listener as it is modelled, of what ALB tells of it; what is not told is as ALB makes it. */
export function asModelled(answer: Partial<AlbAnswer<"GetListenerAttribute">>): Omit<Listener, "ListenerId"> {
  // Certificates that nobody demands say nothing.
  const reported = answer.CaEnabled === true ? answer : { ...answer, CaCertificates: undefined };
  const attributes = ATTRIBUTES.map((field) => [field, settable(field, reported[field])]);
  return {
    ...Object.fromEntries(attributes),
    LoadBalancerId: answer.LoadBalancerId ?? "",
    ListenerProtocol: answer.ListenerProtocol ?? "",
    ListenerPort: answer.ListenerPort ?? 0,
    ListenerStatus: answer.ListenerStatus ?? "",
    LogConfig: logConfigOf(answer.LogConfig),
    AclConfig: aclConfigOf(answer.AclConfig),
    Tags: tagsOf(answer.Tags),
  };
}

function aclConfigOf({ AclType = "", AclRelations = [] }: AlbAnswer<"GetListenerAttribute">["AclConfig"] = {}) {
  const there = AclRelations.filter(({ Status }) => Status !== "Dissociating" && !hasLeft(Status));
  const lists: AclConfig = { AclType, AclRelations: there.map(({ AclId = "" }) => ({ AclId })) };
  return there.length === 0 ? null : lists;
}

/** Keys that begin with `acs:` or `aliyun` are the cloud's own: nobody can give them (the text of CreateListener's Tag). */
function tagsOf(tags: { Key?: string; Value?: string }[] = []): Tag[] {
  return tags.map(({ Key = "", Value = "" }) => ({ Key, Value })).filter(({ Key }) => !/^(acs:|aliyun)/.test(Key));
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

/** Certificates come with their status; only the id can be set, so only the id is part of the resources. */
function settable(field: string, value: unknown): unknown {
  if (!field.endsWith("Certificates") || !Array.isArray(value)) return value ?? null;
  return value.length === 0 ? null : value.map(({ CertificateId }) => ({ CertificateId }));
}

/** The additional certificates of a listener, with the status of each. */
export async function readAdditionalCertificates(alb: AlbClient, ListenerId: string) {
  const bound = await boundCertificates(alb, ListenerId, { type: "Server" });
  // The list also holds the default certificate, which the listener itself tells (alb.md §3).
  return bound.filter(({ isDefault }) => !isDefault).map(({ id, status }) => ({ id, Status: status }));
}

/**
 * The forwarding rules of a listener, for requests and for responses, with the status of each; and the paths of what is
 * set in them and not modelled.
 */
export async function readRules(
  alb: AlbClient,
  ListenerId: string,
): Promise<{ rules: { rule: Rule; status: string }[]; unknown: string[] }> {
  const lost: string[] = [];
  const read = (Direction: string) =>
    collect(
      allPages(
        (paging) => alb.call("ListRules", { ListenerIds: [ListenerId], Direction, ...paging }, lost),
        (page) => page.Rules,
      ),
    );
  const rows = [...(await read("Request")), ...(await read("Response"))];
  const rules = rows.map(
    ({ RuleName = "", Priority = 0, Direction = "Request", RuleConditions, RuleActions, RuleStatus, Tags }) => ({
      rule: {
        RuleName,
        Priority,
        Direction,
        RuleConditions,
        RuleActions,
        ...(tagsOf(Tags).length === 0 ? {} : { Tag: tagsOf(Tags) }),
      },
      status: RuleStatus ?? "Available",
    }),
  );
  return { rules, unknown: [...new Set(lost)] };
}
