import { cliMessage, cliMessages, cliSentences } from "../../deployment/language.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import {
  isMeant,
  isOfUse,
  type ListedResource,
  type ResourceKind,
  type ResourceList,
  type Use,
} from "../../shared/features/inventory/resources/listedResource.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { type Column, headsOf } from "../columns.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { headedTable } from "../table.ts";

export interface ResourceOptions extends ConnectionOptions, OutputOptions {
  listener?: string;
  search?: string;
  health?: boolean;
  use?: Use;
}

/** Prints a table of resources of a kind, or all that is known of them for programs. `project` is that of logstores. */
export async function printResources(kind: ResourceKind, options: ResourceOptions, project?: string): Promise<number> {
  const { listener, search = "", health, use, output } = options;
  const wantsHolders = use === "bound" || use === "unbound" || output === "wide";
  const event = {
    kind,
    ...(project === undefined ? {} : { project }),
    ...(listener === undefined ? {} : { listenerId: listener }),
    ...(kind === "storedCertificates" && wantsHolders ? { bound: true } : {}),
  };
  await withConnection(options, async (connection) => {
    const functions = openFunctions(connection.session);
    const read = async (asked: object) =>
      ((await functions.invoke(flowNameOf(prefix(), "listResources"), asked)) as ResourceList).resources;
    const meant = (await read(event)).filter((row) => isMeant(row, search) && isOfUse(row, use));
    const ids = meant.slice(0, MOST_AT_ONCE).map(({ id }) => id);
    const withHealth = health === true && ids.length > 0 ? await read({ ...event, healthOf: ids }) : [];
    const known = new Map(withHealth.map((row) => [row.id, row]));
    const rows = meant.map((row) => known.get(row.id) ?? row);
    await printAnswer({ [kind]: rows }, { ...options, connection }, (_, isWide) => resourceLines(kind, rows, isWide));
  });
  return 0;
}

/** As many groups as the function takes at a time. */
const MOST_AT_ONCE = 100;

/** A table of them: what fits first, and of the others why not. What is in use now and what does not fit is noted at the end. */
export function resourceLines(kind: ResourceKind, rows: ListedResource[], isWide = false): string[] {
  if (rows.length === 0) return [cliSentences("nothing-listed")];
  const columns = [...COLUMNS_OF[kind], ...(isWide ? (WIDE_COLUMNS_OF[kind] ?? []) : [])];
  const cells = rows.map((row) => [
    row.id,
    row.name === row.id ? "" : row.name,
    ...columns.map(([, cellOf]) => cellOf(row as AnyResource)),
    [
      ...(row.isUsed ? [cliMessage("used-now")] : []),
      ...row.unfit.map((why) => `✗ ${cliMessages().message(why)}`),
    ].join("; "),
  ]);
  return headedTable(headsOf("id", "name", ...columns.map(([head]) => head), "note"), cells);
}

/** A row of any kind: whatever its kind does not have is not there. */
type AnyResource = ListedResource & { [Name in keyof UnionOf<ListedResource>]?: UnionOf<ListedResource>[Name] };
type UnionOf<Kinds> = (Kinds extends unknown ? (kind: Kinds) => void : never) extends (all: infer All) => void
  ? All
  : never;

type Cells = (readonly [head: Column, cellOf: (row: AnyResource) => string])[];

const days: Cells[number] = [
  "ends in",
  ({ daysLeft }) => (daysLeft === undefined ? "" : cliMessage("days-counted", { days: daysLeft, unknown: 0 })),
];

const COLUMNS_OF: Record<ResourceKind, Cells> = {
  serverGroups: [
    ["protocol", ({ protocol = "" }) => protocol],
    ["servers", serversOf],
    ["VPC", ({ vpcId = "" }) => vpcId],
  ],
  storedCertificates: [
    ["names", ({ names = [] }) => names.join(",")],
    days,
    ["algorithm", ({ algorithm = "" }) => algorithm],
    ["listeners", ({ boundTo = [] }) => boundTo.join(",")],
  ],
  caCertificates: [days],
  tlsPolicies: [
    ["versions", ({ versions = [] }) => versions.join(",")],
    ["ciphers", ({ ciphers = [] }) => cliMessage("ciphers-counted", { ciphers: ciphers.length })],
  ],
  vpcs: [["instances", ({ loadBalancers = [] }) => loadBalancers.map(({ id }) => id).join(",")]],
  logProjects: [],
  logstores: [],
};

/** What a wide table has besides. */
const WIDE_COLUMNS_OF: Partial<Record<ResourceKind, Cells>> = {
  serverGroups: [
    ["kind", ({ serverGroupType = "" }) => serverGroupType],
    ["instances", ({ loadBalancerIds = [] }) => loadBalancerIds.join(",")],
  ],
  storedCertificates: [
    ["issuer", ({ issuer = "" }) => issuer],
    ["valid from", ({ startDate = "" }) => startDate],
    ["until", ({ endDate = "" }) => endDate],
  ],
  caCertificates: [
    ["until", ({ notAfter = 0 }) => (notAfter === 0 ? "" : new Date(notAfter).toISOString().slice(0, 10))],
  ],
  tlsPolicies: [
    ["kind", ({ isSystem }) => (isSystem === true ? "system" : "custom")],
    ["ciphers", ({ ciphers = [] }) => ciphers.join(",")],
  ],
  vpcs: [["names", ({ loadBalancers = [] }) => loadBalancers.map(({ name }) => name).join(",")]],
};

function serversOf({ servers = 0, health }: AnyResource): string {
  const state =
    health === undefined
      ? []
      : [health === null ? cliMessage("group-health-unknown") : cliMessage("group-down", { down: health.down })];
  return [cliMessage("group-servers", { servers }), ...state].join(", ");
}
