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
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { tableLines } from "../table.ts";

export interface ResourceOptions extends ConnectionOptions, OutputOptions {
  listener?: string;
  search?: string;
  health?: boolean;
  use?: Use;
}

/** Prints a table of resources of a kind, or all that is known of them as JSON. */
export async function printResources(kind: ResourceKind, options: ResourceOptions): Promise<number> {
  const { listener, search = "", health, use } = options;
  const event = {
    kind,
    ...(listener === undefined ? {} : { listenerId: listener }),
    ...(use === "bound" || use === "unbound" ? { bound: true } : {}),
  };
  const rows = await withConnection(options, async ({ session }) => {
    const read = async (asked: object) =>
      ((await openFunctions(session).invoke(flowNameOf(prefix(), "listResources"), asked)) as ResourceList).resources;
    const meant = (await read(event)).filter((row) => isMeant(row, search) && isOfUse(row, use));
    if (health !== true || meant.length === 0) return meant;
    const ids = meant.slice(0, MOST_AT_ONCE).map(({ id }) => id);
    const known = new Map((await read({ ...event, healthOf: ids })).map((row) => [row.id, row]));
    return meant.map((row) => known.get(row.id) ?? row);
  });
  printAnswer(rows, options, resourceLines);
  return 0;
}

/** As many groups as the function takes at a time. */
const MOST_AT_ONCE = 100;

/** A table of them: what fits first, and of the others why not. */
export function resourceLines(rows: ListedResource[]): string[] {
  if (rows.length === 0) return [cliSentences("nothing-listed")];
  return tableLines(
    rows.map((row) => [
      row.id,
      row.name === row.id ? "" : row.name,
      ...factsOf(row),
      [
        ...(row.isUsed ? [cliMessage("used-now")] : []),
        ...row.unfit.map((why) => `✗ ${cliMessages().message(why)}`),
      ].join("; "),
    ]),
  );
}

function factsOf(row: ListedResource): string[] {
  if ("serverGroupType" in row) {
    const { protocol, servers, vpcId, health } = row;
    const state =
      health === undefined
        ? []
        : [health === null ? cliMessage("group-health-unknown") : cliMessage("group-down", { down: health.down })];
    return [protocol, [cliMessage("group-servers", { servers }), ...state].join(", "), vpcId];
  }
  if ("endDate" in row) {
    const { names, daysLeft, algorithm, boundTo } = row;
    return [names.join(","), `${daysLeft} d`, algorithm, ...(boundTo === undefined ? [] : [boundTo.join(",")])];
  }
  if ("versions" in row) return [row.versions.join(","), `${row.ciphers.length} ciphers`];
  if ("notAfter" in row) return [`${row.daysLeft} d`];
  if ("loadBalancers" in row) return [row.loadBalancers.map(({ id }) => id).join(",")];
  return [];
}
