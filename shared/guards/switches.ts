import { AlbflowError } from "../errors.ts";

/** Whether remediation acts, only says what it would do, or does nothing at all. */
export type Remediation = "on" | "observe" | "off";

/**
 * The global switch, `ALBFLOW_REMEDIATION`: `observe` unless it is set, or empty, as s.yaml leaves it. Throws `AlbflowError` InvalidInput for any other
 * word: whoever wanted to switch it off must not find it on.
 */
export function remediationSwitch(environment: Readonly<Record<string, string | undefined>>): Remediation {
  const { ALBFLOW_REMEDIATION: word = "" } = environment;
  if (word === "") return "observe";
  if (word === "on" || word === "observe" || word === "off") return word;
  throw new AlbflowError(
    "InvalidInput",
    `ALBFLOW_REMEDIATION is "${word.slice(0, 40)}"; it must be on, observe or off.`,
  );
}
