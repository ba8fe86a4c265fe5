import type { LocalCloud } from "../../local/cloud.ts";

/** What a cloud holds, without what passes: comparable from run to run. */
export type CloudState = Record<string, unknown>;

/**
 * Reads it. Ids that are not among the `familiar` words (default: all are) were made up during a run: they count by the
 * order in which they come. So do all listeners and rules, for what was deleted comes back under another id. The order of
 * additional certificates does not count, nor what a listener keeps of mutual authentication and tracing that are off.
 */
export function cloudStateOf(
  { alb, cas, sls }: Pick<LocalCloud, "alb" | "cas" | "sls">,
  familiar?: ReadonlySet<string>,
): CloudState {
  const { jobs: _jobs, changes: _changes, usedTokens: _usedTokens, ...tables } = alb.exportState();
  const { certificates, caCertificates } = cas.exportState();
  const state = {
    ...Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, inOrder(rows)])),
    listeners: inOrder(tables.listeners.map(withoutWhatIsOff)),
    certificates: inOrder(
      certificates
        // One that came and went is no trace.
        .filter(({ CertId, Deleted }) => Deleted !== true || familiar?.has(String(CertId)) !== false)
        .map(({ CertId, Name, Deleted = false }) => ({ CertId: String(CertId), Name, Deleted })),
    ),
    caCertificates: caCertificates.map(({ Identifier }) => Identifier).sort(),
    logProjects: logProjectsOf(sls.exportState()),
  };
  return withoutWhatPasses(state, familiar);
}

/** Every word in a state. */
export function wordsIn(state: unknown): Set<string> {
  return new Set(JSON.stringify(state).match(/[\w-]+/g));
}

/** How a state differs from the expected one, one line a place. */
export function differences(expected: unknown, found: unknown, path = ""): string[] {
  if (expected === found) return [];
  if (isObject(expected) && isObject(found)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...keys].flatMap((key) => differences(expected[key], found[key], `${path}/${key}`));
  }
  return [`${path} is ${short(found)} instead of ${short(expected)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function short(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value).slice(0, 200);
}

/** Ids as ALB and the certificate service make them up, and those of listeners and rules whoever has made them up. */
const IDS = /\b(?:(alb|sgp|spy|sp|tls)-[a-z0-9]{10,}|\d{8}|(lsn|lsr|rule)-[a-z0-9]+)\b/g;
const TIMES = /"CreateTime":"[^"]*"/g;
const PASSING = /^(?:CreateTime|UpdateTime|ModifyTime|createdAt|modifiedAt)$/;

function withoutWhatPasses(state: object, familiar: ReadonlySet<string> | undefined): CloudState {
  const numbers = new Map<string, string>();
  const named = (text: string) =>
    text.replace(IDS, (id: string, kind: string | undefined, comingBack: string | undefined) => {
      if (familiar === undefined || (comingBack === undefined && familiar.has(id))) return id;
      const name = numbers.get(id) ?? `${kind ?? comingBack ?? "certificate"} ${numbers.size + 1}`;
      numbers.set(id, name);
      return name;
    });
  return JSON.parse(
    JSON.stringify(state, (key, value: unknown) => {
      if (PASSING.test(key)) return undefined;
      if (key === "AdditionalCertificates") return (value as object[]).map((one) => named(JSON.stringify(one))).sort();
      return typeof value === "string" ? named(value) : value;
    }),
  ) as CloudState;
}

function withoutWhatIsOff<Row extends ReturnType<LocalCloud["alb"]["exportState"]>["listeners"][number]>(
  row: Row,
): Row {
  const { AccessLogTracingConfig, ...log } = row.LogConfig;
  const isTraced = AccessLogTracingConfig?.TracingEnabled === true;
  return {
    ...row,
    CaCertificates: row.CaEnabled ? row.CaCertificates : [],
    LogConfig: isTraced ? row.LogConfig : log,
  };
}

/** By what the rows say apart from the ids that were made up for them. */
function inOrder(rows: readonly object[]): object[] {
  const keyed = rows.map((row) => [JSON.stringify(row).replace(IDS, "$1$2").replace(TIMES, ""), row] as const);
  return keyed.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, row]) => row);
}

function logProjectsOf(sls: object) {
  const { projects } = sls as { projects: { name: string; logstores: { name: string; index?: unknown }[] }[] };
  return projects.map(({ name, logstores }) => ({
    name,
    logstores: logstores.map((logstore) => ({ name: logstore.name, index: logstore.index })),
  }));
}
