import type { LocalCloud } from "../../local/cloud.ts";

/** A thing of the cloud, by every name that a grant may have for it, and all that it is. */
export interface Entity {
  kind: string;
  names: string[];
  content: string;
}

type Row = Record<string, unknown>;

/** Everything that stands in a local cloud's own books, which share no code with what says what operations touch. */
export function entitiesOf({ alb, cas, sls }: Pick<LocalCloud, "alb" | "cas" | "sls">): Entity[] {
  const tables = alb.exportState() as unknown as Record<string, Row[]>;
  const of = (kind: string, rows: Row[] | undefined, names: (row: Row) => unknown[]) =>
    (rows ?? []).map((row) => ({ kind, names: names(row).map(String), content: withoutTimes(row) }));
  const instanceOf = (id: unknown) => tables.listeners?.find(({ ListenerId }) => ListenerId === id)?.LoadBalancerId;
  return [
    ...of("instance", tables.loadBalancers, ({ LoadBalancerId }) => [LoadBalancerId]),
    ...of("listener", tables.listeners, ({ ListenerId, LoadBalancerId }) => [ListenerId, LoadBalancerId]),
    ...of("rule", tables.rules, ({ RuleId, ListenerId }) => [RuleId, ListenerId, instanceOf(ListenerId)]),
    ...of("server group", tables.serverGroups, ({ ServerGroupId, ServerGroupName }) => [
      ServerGroupId,
      `sgp=${String(ServerGroupName)}`,
    ]),
    ...of("TLS policy", tables.securityPolicies, ({ SecurityPolicyId, SecurityPolicyName }) => [
      SecurityPolicyId,
      `tls=${String(SecurityPolicyName)}`,
    ]),
    ...of("certificate", cas.exportState().certificates as unknown as Row[], ({ CertId, Name }) => [
      CertId,
      // A copy is known by what it is a copy of.
      `cert=${String(Name).replace("albflow-copy-of-", "")}`,
    ]),
    ...of("log project", logProjectsIn(sls.exportState()), ({ project }) => [`log=${String(project)}`]),
  ];
}

/** What came, went or changed. */
export function changedIn(before: Entity[], after: Entity[]): Entity[] {
  const same = (one: Entity, other: Entity) => one.kind === other.kind && one.content === other.content;
  return [
    ...after.filter((entity) => !before.some((one) => same(one, entity))),
    ...before.filter((entity) => !after.some((one) => same(one, entity))),
  ];
}

function withoutTimes(row: Row): string {
  return JSON.stringify(row, (field, value: unknown) => {
    if (/time$/i.test(field)) return undefined;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  });
}

function logProjectsIn(state: unknown): Row[] {
  const { projects = [] } = state as { projects?: unknown };
  const entries: [string, unknown][] = Array.isArray(projects)
    ? projects.map((one: Row) => [String(one.projectName ?? one.name), one.logstores])
    : Object.entries(projects as object);
  // Records come all the time: only what holds them counts.
  return entries.map(([project, stores]) => ({ project, stores: Object.keys((stores ?? {}) as object) }));
}
