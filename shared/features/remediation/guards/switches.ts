import { type Environment, wordSetting } from "../../../platform/settings/readSetting.ts";

/** Whether remediation acts, only says what it would do, or does nothing at all. */
export type Remediation = "on" | "observe" | "off";

/**
 * The global switch, `ALBFLOW_REMEDIATION`: `observe` unless it is set, or empty, as s.yaml leaves it. Throws `AlbflowError` InvalidInput for any other
 * word: whoever wanted to switch it off must not find it on.
 */
export function remediationSwitch(environment: Environment): Remediation {
  return wordSetting(environment, "ALBFLOW_REMEDIATION", ["on", "observe", "off"]) ?? "observe";
}
