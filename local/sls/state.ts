/** Everything that the local Simple Log Service keeps. Maps, so that a hostile name is only ever a name. */
export interface SlsState {
  projects: Map<string, Project>;
}

export interface Project {
  name: string;
  description: string;
  /** Milliseconds since 1970, as all times here but those of logs. */
  createdAt: number;
  modifiedAt: number;
  /** What else its creation said; the documented defaults where it said nothing. */
  settings?: { dataRedundancyType?: string; resourceGroupId?: string; recycleBinEnabled?: boolean };
  tags?: Record<string, string>;
  logstores: Map<string, LogstoreRow>;
}

export interface LogstoreRow {
  name: string;
  /** Days that logs are kept. */
  ttl: number;
  createdAt: number;
  modifiedAt: number;
  /** What else was said of it; kept and told, though nothing here depends on it. */
  settings?: Record<string, unknown>;
  /** `ChargeByFunction` unless it was changed. */
  meteringMode?: string;
  tags?: Record<string, string>;
  /** Absent: logs can be pulled but not searched. */
  index?: LogIndexRow;
  shards: Shard[];
}

/** What can be searched. With neither `line` nor the field among `keys`, a search for it is refused. */
export interface LogIndexRow {
  line?: { token: string[]; caseSensitive?: boolean };
  keys?: Record<string, { type: "text" | "long" | "double" | "json"; token?: string[]; caseSensitive?: boolean }>;
  ttl?: number;
  /** What else was sent: kept and told. */
  [other: string]: unknown;
}

/** An append-only list of log groups. The group at `groups[i]` has the sequence number `first + i`. */
export interface Shard {
  id: number;
  createdAt: number;
  first: number;
  groups: LogGroup[];
}

/** Logs that were written together: what a cursor counts. */
export interface LogGroup {
  receivedAt: number;
  topic: string;
  source: string;
  tags: Pair[];
  logs: Log[];
}

export interface Log {
  /** Seconds since 1970. */
  time: number;
  contents: Pair[];
}

export type Pair = [key: string, value: string];

/** The most groups that a shard keeps; the oldest go first. The real service is bounded by time alone. */
const MAX_GROUPS = 50_000;

const DAY = 24 * 3_600_000;

/** A logstore with this many shards of equal width. */
export function newLogstore(name: string, options: { ttl: number; shardCount: number; now: number }): LogstoreRow {
  const { ttl, shardCount, now } = options;
  const shards = Array.from({ length: shardCount }, (_, id) => ({ id, createdAt: now, first: 0, groups: [] }));
  return { name, ttl, createdAt: now, modifiedAt: now, shards };
}

/**
 * Appends to one of the shards, as the service's load balancing does, and lets go of what is too old or too much. Answers
 * where the group is; undefined when there is no shard.
 */
export function appendLogs(
  logstore: LogstoreRow,
  group: LogGroup,
  random: () => number,
): { shard: number; sequence: number } | undefined {
  const shard = logstore.shards[Math.floor(random() * logstore.shards.length)];
  if (shard === undefined) return undefined;
  appendTo(logstore, shard, group);
  return { shard: shard.id, sequence: shard.first + shard.groups.length - 1 };
}

/** Appends to this shard, unless it holds the group with this number already. */
function appendAt(logstore: LogstoreRow, shardId: number, sequence: number, group: LogGroup): void {
  const shard = logstore.shards.find(({ id }) => id === shardId);
  if (shard === undefined || sequence < shard.first + shard.groups.length) return;
  // What came between was too old to be kept.
  if (shard.groups.length === 0) shard.first = sequence;
  appendTo(logstore, shard, group);
}

function appendTo(logstore: LogstoreRow, shard: Shard, group: LogGroup) {
  shard.groups.push(group);
  const oldest = group.receivedAt - logstore.ttl * DAY;
  let outdated = Math.max(0, shard.groups.length - MAX_GROUPS);
  while ((shard.groups[outdated]?.receivedAt ?? oldest) < oldest) outdated += 1;
  // Moving the whole list for each single group would make writing slow; so let some gather.
  if (outdated > shard.groups.length / 8) {
    shard.groups.splice(0, outdated);
    shard.first += outdated;
  }
}

/** A logstore without its logs. */
type BareLogstore = Omit<LogstoreRow, "shards"> & { shards: Omit<Shard, "groups">[] };

/** What changes in place, by name and by `<project>/<logstore>`: projects without their stores, stores without logs. */
export function* projectRows({ projects }: SlsState): Iterable<[string, Omit<Project, "logstores">]> {
  for (const [name, { logstores: _, ...project }] of projects) yield [name, project];
}

export function* logstoreRows({ projects }: SlsState): Iterable<[string, BareLogstore]> {
  for (const [project, { logstores }] of projects) {
    for (const [name, logstore] of logstores) {
      const shards = logstore.shards.map(({ id, createdAt }) => ({ id, createdAt, first: 0 }));
      yield [`${project}/${name}`, { ...logstore, shards }];
    }
  }
}

/** Makes one change that was noted. Throws an `Error` for a part that there is not. */
export function applyChange(state: SlsState, part: string, id: string, value: unknown): void {
  const [project = "", logstore = "", shard, sequence] = id.split("/");
  const before = state.projects.get(project);
  if (part === "sls/projects") {
    if (value === null) state.projects.delete(project);
    else state.projects.set(project, { logstores: new Map(), ...before, ...(value as Omit<Project, "logstores">) });
  } else if (part === "sls/logstores") {
    const row = value as BareLogstore | null;
    if (row === null) before?.logstores.delete(logstore);
    else before?.logstores.set(logstore, withShardsOf(before.logstores.get(logstore), row));
  } else if (part === "sls/groups") {
    const target = before?.logstores.get(logstore);
    if (target !== undefined) appendAt(target, Number(shard), Number(sequence), value as LogGroup);
  } else throw new Error(`There is no part ${part}.`);
}

function withShardsOf(before: LogstoreRow | undefined, row: BareLogstore): LogstoreRow {
  const shards = row.shards.map((shard) => {
    const kept = before?.shards.find(({ id, createdAt }) => id === shard.id && createdAt === shard.createdAt);
    return kept ?? { ...shard, groups: [] };
  });
  return { ...row, shards };
}

/** A copy that does not change with the original; what was logged stays as it is and is in both. */
export function copyOfLogs({ projects }: SlsState): SlsState {
  const shards = (logstore: LogstoreRow) => logstore.shards.map((shard) => ({ ...shard, groups: [...shard.groups] }));
  const copied = [...projects].map(([name, project]): [string, Project] => {
    const logstores = [...project.logstores].map(([key, logstore]): [string, LogstoreRow] => [
      key,
      { ...logstore, shards: shards(logstore) },
    ]);
    return [name, { ...project, logstores: new Map(logstores) }];
  });
  return { projects: new Map(copied) };
}

/** The state as JSON, and back. */
export function toJson(state: SlsState): object {
  const projects = [...state.projects.values()];
  return { projects: projects.map((project) => ({ ...project, logstores: [...project.logstores.values()] })) };
}

export function fromJson(kept: object): SlsState {
  const { projects } = kept as { projects: (Omit<Project, "logstores"> & { logstores: LogstoreRow[] })[] };
  return {
    projects: new Map(
      projects.map((project) => [
        project.name,
        { ...project, logstores: new Map(project.logstores.map((logstore) => [logstore.name, logstore])) },
      ]),
    ),
  };
}
