import type { ActionTrailState } from "../actionTrail/actionTrail.ts";
import { albSchema } from "../alb/state.ts";
import { alidnsSchema } from "../alidns/rows.ts";
import { casSchema } from "../cas/rows.ts";
import type { FcExport } from "../fc/contract.ts";
import { kmsSchema } from "../kms/rows.ts";
import type { Services } from "../services.ts";
import type { JournalEntry } from "./changeJournal.ts";

/** What a cloud holds at one moment, without its logs. */
export interface KeptState {
  alb: ReturnType<Services["alb"]["exportState"]>;
  cas: ReturnType<Services["cas"]["exportState"]>;
  ram: Services["ram"]["directory"];
  /** Temporary credentials by their key id. Since version 2. */
  sessions?: Record<string, unknown>;
  fc: FcExport;
  /** Absent in folders from before there was DNS. */
  alidns?: ReturnType<Services["alidns"]["exportState"]>;
  kms?: ReturnType<Services["kms"]["exportState"]>;
  trails?: ActionTrailState["trails"];
  /** Since version 2. */
  waiting?: ActionTrailState["waiting"];
}

/** Reads it off the services. */
export function persistedStateOf({ actionTrail, alb, alidns, cas, kms, ram, fc }: Services): KeptState {
  return {
    alb: alb.exportState(),
    cas: cas.exportState(),
    ram: ram.directory,
    sessions: ram.sessions(),
    fc: fc.exportState(),
    alidns: alidns.exportState(),
    kms: kms.exportState(),
    ...actionTrail.exportState(),
  };
}

/** The state after changes, in their order. Those of parts that are not in it are left out. */
export function withChanges<State extends KeptState>(state: State, changes: JournalEntry[]): State {
  const byPart = new Map<string, Map<string, unknown>>();
  for (const [part, id, value] of changes) {
    const rows = byPart.get(part) ?? new Map<string, unknown>();
    byPart.set(part, rows.set(id, value));
  }
  const changed = (part: string) => byPart.get(part) ?? new Map<string, unknown>();

  /** The tables of a product, each a list of rows. */
  function tables<Rows extends object>(
    product: string,
    schema: { [Name in keyof Rows]: { id: (row: Rows[Name]) => string } },
    rows: { [Name in keyof Rows]: Rows[Name][] },
  ) {
    const merged = Object.entries<{ id: (row: never) => string }>(schema).map(([name, { id }]) => {
      const table = (rows as Record<string, never[]>)[name] ?? [];
      return [name, list(table, id, changed(`${product}/${name}`))];
    });
    return Object.fromEntries(merged) as typeof rows;
  }

  return {
    ...state,
    alb: tables("alb", albSchema, state.alb),
    cas: tables("cas", casSchema, state.cas),
    ...(state.alidns === undefined ? {} : { alidns: tables("alidns", alidnsSchema, state.alidns) }),
    kms: tables("kms", kmsSchema, state.kms ?? { secrets: [] }),
    ram: {
      roles: record(state.ram.roles, changed("ram/roles")),
      policies: record(state.ram.policies, changed("ram/policies")),
    },
    sessions: record(state.sessions ?? {}, changed("ram/sessions")),
    fc: {
      functions: list(state.fc.functions, ({ config }) => config.functionName, changed("fc/functions")),
      domains: list(state.fc.domains ?? [], ({ domainName }) => domainName, changed("fc/domains")),
      accepted: record(state.fc.accepted ?? {}, changed("fc/accepted")),
      places: record(state.fc.places ?? {}, changed("fc/places")),
    },
    trails: list(state.trails ?? [], ({ project, logstore }) => `${project}/${logstore}`, changed("trail/trails")),
    waiting: record(state.waiting ?? {}, changed("trail/waiting")),
  };
}

/** Rows in the order of their creation. */
function list<Row>(rows: Row[], idOf: (row: Row) => string, changes: Map<string, unknown>): Row[] {
  const merged = new Map(rows.map((row): [string, unknown] => [idOf(row), row]));
  applyTo(merged, changes);
  return [...merged.values()] as Row[];
}

function record<Row>(rows: Record<string, Row>, changes: Map<string, unknown>): Record<string, Row> {
  const merged = new Map<string, unknown>(Object.entries(rows));
  applyTo(merged, changes);
  return Object.fromEntries(merged) as Record<string, Row>;
}

function applyTo(rows: Map<string, unknown>, changes: Map<string, unknown>) {
  for (const [id, value] of changes) {
    if (value === null) rows.delete(id);
    else rows.set(id, value);
  }
}
