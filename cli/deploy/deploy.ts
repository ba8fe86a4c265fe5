import { applyChanges, describeChanges } from "../../deployment/changes.ts";
import { checkStage } from "../../deployment/check/checkStage.ts";
import { type ConfiguredStage, configurationHere, stageOf } from "../../deployment/configuration/configurationHere.ts";
import { environmentHere } from "../../deployment/configuration/environmentHere.ts";
import { variablesOf } from "../../deployment/configuration/variables.ts";
import { deploymentProbeOf } from "../../deployment/doctor/deploymentProbeOf.ts";
import { runChecks } from "../../deployment/doctor/runChecks.ts";
import { withBoundCertificate } from "../../deployment/functions/withBoundCertificate.ts";
import { cliMessages } from "../../deployment/language.ts";
import { writeSpecification } from "../../deployment/specification/writeSpecification.ts";
import { type Account, stageChanges } from "../../deployment/stageChanges.ts";
import { clock } from "../../shared/platform/clock.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { complain } from "../complaint.ts";
import { printCheckResults } from "../doctor/printCheckResults.ts";
import { whenLeaving } from "../leaving.ts";
import { accountFor } from "./accountFor.ts";
import { confirmed } from "./confirmed.ts";
import type { DeployOptions } from "./deployOptions.ts";
import { givenSecrets, serverlessDevs } from "./serverlessDevs.ts";

/** Checks every stage, or the one that is named, and prints what is wrong. Gives the exit code. */
export function checkStages(options: DeployOptions): number {
  const configuration = configurationHere(options.file);
  const stages =
    options.stage === undefined
      ? [...configuration.stages].map(([stage, settings]) => ({ stage, settings }))
      : [stageOf(configuration, options.stage)];
  return stages.map((stage) => check(stage)).every(Boolean) ? 0 : 1;
}

/**
 * Check, plan, confirm, deploy, examine. A deployment that has stopped half-way is finished by the same command. Gives the exit
 * code: 2 when somebody has not confirmed. Throws `AlbflowError`.
 */
export async function deploy(options: DeployOptions): Promise<number> {
  const written = stageOf(configurationHere(options.file), options.stage);
  const { stage } = written;
  const secrets = givenSecrets(variablesOf(written.settings));
  if (!check(written)) return 1;
  const account = await accountFor(options, written.settings, secrets);
  const settings = await withBoundCertificate(written.settings, account.session);
  const configured = { stage, settings };
  const say = (line: string) => console.log(line);
  const changes = await stageChanges(settings, account, say);
  describeChanges(Object.values(changes).flat(), say);
  const reported = { goesOn: reason("nothing-changed") as Reason };
  const stay = whenLeaving(() => reported.goesOn);
  try {
    const isMeant = await confirmed(reason("confirm-deploy", { stage, account: account.session.accountId }), options);
    if (!isMeant) return 2;
    reported.goesOn = reason("deploy-interrupted", { stage });
    if (options.local === true) await applyHere(changes, account);
    else {
      const file = writeSpecification(configured);
      console.log(cliMessages().sentences(reason("specification-written", { file })));
      await serverlessDevs(file, secrets, (text) => process.stdout.write(text));
      await removeGone(configured, account);
    }
  } finally {
    stay();
  }
  console.log(cliMessages().sentences(reason("deployed-now-examined")));
  const probe = await deploymentProbeOf(account.session, {
    stage: configured,
    ramEndpoint: account.ramEndpoint,
    secrets: account.secrets,
  });
  return (await printCheckResults(await runChecks(probe), {})) === 0 ? 0 : 1;
}

/** Without the vendor's component, which a local cloud does not need: in the order of s.yaml. */
async function applyHere(changes: Awaited<ReturnType<typeof stageChanges>>, { settleMs }: Account): Promise<void> {
  const silent = () => undefined;
  await applyChanges(changes.logs, silent);
  await applyChanges(changes.roles, silent);
  if (changes.roles.some(({ kind }) => kind === "create")) await clock.sleep(settleMs);
  await applyChanges(changes.functions, silent);
  await applyChanges(changes.flows, silent);
}

/** What no longer belongs to the deployment: Serverless Devs does not see what is not in its file. */
async function removeGone({ settings }: ConfiguredStage, account: Account): Promise<void> {
  const { functions } = await stageChanges(settings, account, () => undefined);
  for (const change of functions.filter(({ kind }) => kind === "remove")) await change.apply();
}

function check({ stage, settings }: ConfiguredStage): boolean {
  const { problems, resources, flows } = checkStage(settings, environmentHere());
  if (problems.length > 0)
    complain(reason("stage-problems", { stage, problems: problems.map(({ at, problem }) => ({ at, problem })) }));
  if (problems.length === 0)
    console.log(`✓ ${cliMessages().message(reason("stage-checked", { stage, resources, flows }))}`);
  return problems.length === 0;
}
