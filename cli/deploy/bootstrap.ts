import { type ServiceState, serviceStates } from "../../deployment/bootstrap/services.ts";
import { applyChanges, type DeploymentChange, describeChanges } from "../../deployment/changes.ts";
import { configurationHere, stageOf } from "../../deployment/configuration/configurationHere.ts";
import { cliMessages } from "../../deployment/language.ts";
import { bootstrapChanges } from "../../deployment/stageChanges.ts";
import { clock } from "../../shared/platform/clock.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { troubleshootingAt } from "../troubleshootingAt.ts";
import { accountFor } from "./accountFor.ts";
import { confirmed } from "./confirmed.ts";
import type { DeployOptions } from "./deployOptions.ts";

/**
 * Makes what must be there before a deployment: log projects, logstores with their indexes, the roles of services; and names
 * what only a person can do. With `check` it changes nothing. Gives the exit code: 1 when something is missing, 2 when somebody
 * has not confirmed. Throws `AlbflowError`.
 */
export async function bootstrap(options: DeployOptions & { check?: boolean }): Promise<number> {
  const { settings } = stageOf(configurationHere(options.file), options.stage);
  const account = await accountFor(options, settings);
  const print = (line: string) => console.log(line);
  const say = (reported: Reason) => print(cliMessages().sentences(reported));
  const states = await serviceStates(account.session, settings);
  for (const one of states) {
    const reported = reasonFor(one, settings.region);
    const said = reported === undefined ? one.service : cliMessages().sentences(reported);
    print(`${MARKS[one.state]} ${said}`);
  }
  const missing = states.filter(({ state }) => state !== "active" && state !== "unknown");
  if (missing.length > 0) {
    print(troubleshootingAt(missing.flatMap((one) => reasonFor(one, settings.region) ?? [])) ?? "");
    return 1;
  }
  const changes = await bootstrapChanges(settings, account, print);
  describeChanges(changes, print);
  const wanted = changes.filter(({ kind }) => kind !== "same");
  if (wanted.length === 0) {
    say(reason("bootstrap-complete"));
    return 0;
  }
  if (options.check === true) {
    say(reason("bootstrap-needed", { missing: wanted.map(({ what }) => what) }));
    return 1;
  }
  if (!(await confirmed(reason("confirm-bootstrap", { account: account.session.accountId }), options))) return 2;
  await applyChanges(changes, () => undefined);
  await untilUsable(wanted, account.settleMs);
  const left = (await bootstrapChanges(settings, account, print)).filter(({ kind }) => kind !== "same");
  say(
    left.length === 0
      ? reason("bootstrap-complete")
      : reason("bootstrap-needed", { missing: left.map(({ what }) => what) }),
  );
  return left.length === 0 ? 0 : 1;
}

/** RAM takes effect with a delay (real-cloud.md FR5). */
async function untilUsable(made: DeploymentChange[], settleMs: number): Promise<void> {
  if (made.some(({ what }) => what.startsWith("service-linked role"))) await clock.sleep(settleMs);
}

/** What is said of a service beside that it is there. */
function reasonFor({ service, page, state, right = service }: ServiceState, region: string): Reason | undefined {
  switch (state) {
    case "active":
      return undefined;
    case "inactive":
      return reason("service-not-activated", { service, page });
    case "absent":
      return reason("service-not-in-region", { service, region });
    case "denied":
      return reason("right-missing", { right });
    case "unknown":
      return reason("service-to-be-seen", { service, page });
  }
}

const MARKS = { active: "✓", inactive: "✗", absent: "✗", denied: "✗", unknown: "?" };
