import { describeChanges } from "../../deployment/changes.ts";
import { configurationHere, stageOf } from "../../deployment/configuration/configurationHere.ts";
import { stopRunning } from "../../deployment/flows/stopRunning.ts";
import { cliMessages } from "../../deployment/language.ts";
import { stageRemovals } from "../../deployment/stageChanges.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { complain } from "../complaint.ts";
import { accountFor } from "./accountFor.ts";
import { confirmed } from "./confirmed.ts";
import type { DeployOptions } from "./deployOptions.ts";

/**
 * Takes a stage away: what calls by itself, then what runs, then flows, functions and roles. Says first what is lost and what
 * stays. Gives the exit code: 1 when something is left that should not be, 2 when somebody has not confirmed.
 */
export async function remove(options: DeployOptions): Promise<number> {
  const { stage, settings } = stageOf(configurationHere(options.file), options.stage);
  const account = await accountFor(options, settings);
  const { session } = account;
  const messages = cliMessages();
  const say = (line: string) => console.log(line);
  const removals = await stageRemovals(settings, account);
  describeChanges(Object.values(removals).flat(), say);
  say(messages.sentences(reason("removal-loses")));
  const { project, logstore, functionLogstore } = settings.logs;
  say(
    messages.sentences(
      reason("removal-leaves", { stores: [`${project}/${logstore}`, `${project}/${functionLogstore}`] }),
    ),
  );
  if (!(await confirmed(reason("confirm-remove", { stage, account: session.accountId }), options))) return 2;
  const calling = new Set(
    ["renewCertificates", "api", "keepLedger", "remediate"].map((name) => `function ${settings.names.prefix}-${name}`),
  );
  const isCaller = ({ what }: { what: string }) => calling.has(what) || what.startsWith("domain ");
  for (const change of removals.functions.filter(isCaller)) await change.apply();
  const flows = removals.flows.map(({ what }) => what.replace(/^flow /, ""));
  const stopped = await stopRunning(openCloudFlow(session), flows);
  for (const one of stopped) say(messages.sentences(reason("execution-stopped-for-removal", one)));
  const rest = [...removals.flows, ...removals.functions.filter((change) => !isCaller(change)), ...removals.roles];
  for (const change of rest) await change.apply();
  const left = Object.values(await stageRemovals(settings, account)).flat();
  if (left.length === 0) {
    say(messages.sentences(reason("removal-complete", { stage })));
    return 0;
  }
  complain(reason("removal-incomplete", { left: left.map(({ what }) => what) }));
  return 1;
}
