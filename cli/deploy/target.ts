import { applyChanges, describeChanges } from "../../deployment/changes.ts";
import { configurationHere, stageOf } from "../../deployment/configuration/configurationHere.ts";
import { changesOf } from "../../deployment/roles/changesOf.ts";
import { targetRoleOf } from "../../deployment/roles/targetRoleOf.ts";
import { openRam } from "../../shared/platform/clients/ram.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { accountFor } from "./accountFor.ts";
import { confirmed } from "./confirmed.ts";
import type { DeployOptions } from "./deployOptions.ts";

/** What `albflow target add` takes. */
export interface TargetOptions extends DeployOptions, OutputOptions {
  /** The account where albflow is deployed. */
  homeAccount: string;
  readOnly?: boolean;
  /** Make the role with the keys of the account, which the profile or the environment has. */
  make?: boolean;
}

/**
 * `albflow target add <account>`: prints the role by which another account lets the deployment in, or makes it with that
 * account's keys. Gives the exit code: 2 when somebody has not confirmed. Throws `AlbflowError`.
 */
export async function addTarget(accountId: string, options: TargetOptions): Promise<number> {
  const numbers = [accountId, options.homeAccount];
  const unfit = numbers.find((number) => !/^\d{16}$/.test(number));
  if (unfit !== undefined) throw new AlbflowError("InvalidInput", reason("account-id-invalid", { accountId: unfit }));
  const { settings } = stageOf(configurationHere(options.file), options.stage);
  const target = settings.targets?.find(({ account }) => account === accountId);
  const role = targetRoleOf({
    prefix: settings.names.prefix ?? "",
    homeAccountId: options.homeAccount,
    accountId,
    regions: target?.regions,
    readOnly: options.readOnly ?? target?.readOnly === true,
  });
  if (options.make !== true) {
    const { name, description, trust, policy } = role;
    const answer = { role: name, description, trust, policy };
    await printAnswer(answer, options, () => JSON.stringify(answer, null, 2).split("\n"));
    return 0;
  }
  const { session, ramEndpoint } = await accountFor(options, { region: settings.region });
  if (session.accountId !== accountId) {
    throw new AlbflowError("Denied", reason("keys-of-another-account", { accountId, keys: session.accountId }));
  }
  const changes = await changesOf(openRam(session.credentials, ramEndpoint), [role]);
  if (!isForMachines(options)) describeChanges(changes, (line) => console.log(line));
  if (!(await confirmed(reason("confirm-target", { accountId, home: options.homeAccount }), options))) return 2;
  await applyChanges(changes, () => undefined);
  if (isForMachines(options))
    await printAnswer({ role: role.name, made: changes.map(({ kind, what }) => ({ kind, what })) }, options, () => []);
  return 0;
}
