import { CONFIGURATION_FILE } from "../../deployment/configuration/configurationFile.ts";
import { configurationHere, stageOf } from "../../deployment/configuration/configurationHere.ts";
import type { Settings } from "../../deployment/configuration/schema.ts";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
import { targetRole } from "../../shared/platform/targetRole.ts";
import { headsOf } from "../columns.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { headedTable } from "../table.ts";
import type { DeployOptions } from "./deployOptions.ts";

/** `albflow target list`: prints the other accounts that a stage operates. Gives the exit code. */
export async function listTargets(options: OutputOptions & Pick<DeployOptions, "stage" | "file">): Promise<number> {
  const { settings } = stageOf(configurationHere(options.file), options.stage);
  const { region, account = null, targets = [] } = settings;
  const connection = { home: { account, region } };
  await printAnswer({ targets }, { ...options, connection }, (_, isWide) =>
    targetLines(targets, options.file ?? CONFIGURATION_FILE, settings.names.prefix ?? "", isWide),
  );
  return 0;
}

/** A table of them; a wide one has the role by which each lets albflow in. */
export function targetLines(
  targets: NonNullable<Settings["targets"]>,
  file: string,
  prefix: string,
  isWide = false,
): string[] {
  if (targets.length === 0) return [cliSentences("no-targets", { file })];
  const rows = targets.map(({ account, regions, readOnly }) => [
    account,
    regions?.join(",") ?? cliMessage("all-regions"),
    readOnly === true ? "✓" : "",
    ...(isWide ? [targetRole(prefix, account)] : []),
  ]);
  return headedTable(headsOf("account", "regions", "read only", ...(isWide ? (["role"] as const) : [])), rows);
}
