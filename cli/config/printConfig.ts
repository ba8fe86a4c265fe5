import { CONFIGURATION_FILE } from "../../deployment/configuration/configurationFile.ts";
import { contextHere } from "../../deployment/configuration/contextHere.ts";
import { cliMessage, spokenLanguage } from "../../deployment/language.ts";
import { prefix } from "../../shared/core/flowDefinition.ts";
import { headsOf } from "../columns.ts";
import { type ConnectionOptions, contextOf, sessionOfLocalCloud } from "../connection.ts";
import type { ContextValue } from "../context.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { headedTable } from "../table.ts";

/** Prints where commands go, and what has said each value. Asks nothing of a cloud but whose keys these are. Gives the exit code. */
export async function printConfig(options: ConnectionOptions & OutputOptions): Promise<number> {
  const file = await contextHere(process.env);
  const said = (value: string | undefined, from: string) => (value === undefined ? undefined : { value, from });
  const { language, from = "default" } = spokenLanguage();
  const settings: Record<string, ContextValue | undefined> = {
    ...(options.local === true ? localValues(options) : await cloudValues(options)),
    language: { value: language, from },
    ...(options.local === true
      ? {}
      : { stage: said(file.stage, stageFrom(file.stage)), address: said(file.address, CONFIGURATION_FILE) }),
  };
  const rows = Object.entries(settings).map(([setting, one]) => [
    setting,
    one?.value ?? "–",
    one === undefined ? "" : cliMessage("context-source", { from: one.from }),
  ]);
  await printAnswer({ settings: withoutGaps(settings) }, options, () =>
    headedTable(headsOf("setting", "value", "from"), rows),
  );
  return 0;
}

async function cloudValues(options: ConnectionOptions) {
  const { context } = await contextOf(options);
  const { account, region } = context;
  return { account, region, prefix: context.prefix };
}

function localValues(options: ConnectionOptions) {
  const { accountId, region } = sessionOfLocalCloud(options);
  const from = "--local";
  return {
    account: { value: accountId, from },
    region: { value: region, from: options.region === undefined ? from : "--region" },
    prefix: { value: prefix(), from: process.env.ALBFLOW_PREFIX === undefined ? "default" : "ALBFLOW_PREFIX" },
  };
}

function stageFrom(stage: string | undefined): string {
  return process.env.ALBFLOW_STAGE === stage ? "ALBFLOW_STAGE" : CONFIGURATION_FILE;
}

function withoutGaps(settings: Record<string, ContextValue | undefined>): Record<string, ContextValue> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, one]) => (one === undefined ? [] : [[name, one]])),
  );
}
