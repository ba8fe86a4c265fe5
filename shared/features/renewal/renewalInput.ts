import * as z from "zod";
import { AlbflowError } from "../../platform/errors.ts";
import {
  type Environment,
  type Expected,
  numberSetting,
  settingError,
  settingText,
  wholeNumberSetting,
  wordSetting,
} from "../../platform/settings/readSetting.ts";
import { regionsFrom } from "../../platform/settings/regions.ts";
import { takeInput } from "../../platform/takeInput.ts";
import { targetAccountsFrom } from "../../platform/targetAccounts.ts";
import type { RenewalSettings } from "./advanceRound.ts";
import { type MaintenanceWindow, readWindows } from "./maintenanceWindow.ts";

/** What a round of renewal takes. Every field may stand in the deployment's environment instead. */
export const renewalInput = z.strictObject({
  regions: z
    .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/))
    .max(40)
    .optional()
    .describe(
      "Regions to renew in, like cn-hangzhou; unless given, ALBFLOW_REGIONS, else the region of the deployment",
    ),
  accounts: z
    .array(z.string().regex(/^\d{16}$/))
    .max(60)
    .optional()
    .describe("Accounts to renew in; unless given, the deployment's own and those that it operates"),
  share: z
    .number()
    .min(0.05)
    .max(0.9)
    .optional()
    .describe(
      "Share of its lifetime, at its end, in which a certificate is renewed; ALBFLOW_RENEWAL_SHARE, else a third",
    ),
  windows: z
    .string()
    .max(1_000)
    .optional()
    .describe(
      'Maintenance windows like "Sat,Sun 02:00-06:00 Asia/Shanghai; Mon-Fri 23:30-04:00 Asia/Shanghai"; ALBFLOW_RENEWAL_WINDOWS, else any time',
    ),
  atOnce: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe("Rotations of a region at the same time; ALBFLOW_RENEWAL_AT_ONCE, else 3"),
  errorBudget: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe(
      "Failed rotations in six hours after which, if they are more than a fifth of all, no more are started; ALBFLOW_RENEWAL_ERROR_BUDGET, else 3",
    ),
  unverified: z
    .enum(["none", "quic", "all"])
    .optional()
    .describe(
      "What is renewed although nothing can be verified from where the functions run: `quic`, QUIC listeners without an HTTPS listener that holds the same certificate; `all`, every listener that cannot be reached; ALBFLOW_RENEWAL_UNVERIFIED, else none",
    ),
});

/** What whoever deploys sets for renewal, for the documentation. */
export const RENEWAL_SETTINGS = {
  ALBFLOW_REGIONS:
    "regions to renew in, like cn-hangzhou,cn-shanghai, and to operate; the deployment's own when it is not set",
  ALBFLOW_RENEWAL_WINDOWS: "maintenance windows, like Sat,Sun 02:00-06:00 Asia/Shanghai; any time when it is not set",
  ALBFLOW_RENEWAL_SHARE: "share of its lifetime, at its end, in which a certificate is renewed; a third",
  ALBFLOW_RENEWAL_AT_ONCE: "rotations of a region at the same time; 3",
  ALBFLOW_RENEWAL_UNVERIFIED:
    "what is renewed although nothing can be verified: quic (QUIC listeners without an HTTPS listener that holds the same certificate), all (whatever cannot be reached from the functions, too); nothing",
  ALBFLOW_RENEWAL_ERROR_BUDGET: "failed rotations in six hours that stop everything that is not urgent; 3",
};

/**
 * How a round is done: its input, completed by the environment. Throws `AlbflowError` InvalidInput: with every mistake of the
 * input, or (`invalid-setting`) with the setting that makes no sense.
 */
export function rulesFrom(
  input: unknown,
  environment: Environment,
): { rules: RenewalSettings; only: { accounts?: string[] | undefined; regions?: string[] | undefined } } {
  const asked = takeInput(renewalInput, input);
  const set = settingsOfRenewal(environment);
  const { accounts, regions } = asked;
  const { share = set.share, atOnce = set.atOnce, errorBudget = set.errorBudget } = asked;
  const { unverified = set.unverified } = asked;
  const windows = asked.windows === undefined ? set.windows : readWindows(asked.windows);
  return { rules: { share, windows, atOnce, errorBudget, unverified }, only: { accounts, regions } };
}

/** The settings, all of them read even where the input says otherwise: what is wrong is to be seen before it counts. */
function settingsOfRenewal(environment: Environment): RenewalSettings {
  regionsFrom(environment);
  targetAccountsFrom(environment);
  const between = (least: number, most: number) => ({ least, most });
  return {
    share: numberSetting(environment, "ALBFLOW_RENEWAL_SHARE", between(0.05, 0.9)) ?? 1 / 3,
    windows: windowsFrom(environment),
    atOnce: wholeNumberSetting(environment, "ALBFLOW_RENEWAL_AT_ONCE", between(1, 20)) ?? 3,
    errorBudget: wholeNumberSetting(environment, "ALBFLOW_RENEWAL_ERROR_BUDGET", between(1, 100)) ?? 3,
    unverified: wordSetting(environment, "ALBFLOW_RENEWAL_UNVERIFIED", ["none", "quic", "all"]) ?? "none",
  };
}

function windowsFrom(environment: Environment): MaintenanceWindow[] {
  try {
    return readWindows(settingText(environment, "ALBFLOW_RENEWAL_WINDOWS") ?? "");
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    const expected = error.reason as Expected;
    throw settingError(environment, "ALBFLOW_RENEWAL_WINDOWS", expected);
  }
}
