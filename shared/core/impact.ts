import { type Place, patternAt } from "../platform/place.ts";
import { reason } from "../platform/reasons/reason.ts";
import { type Environment, listSetting } from "../platform/settings/readSetting.ts";
import { wildcardFits } from "../platform/wildcardFits.ts";

/**
 * What a change may mean, the worst first: for clients, whose requests may fail, and for security, where somebody may get in,
 * or be believed, who was not. What `asks` happens only when somebody else has agreed, unless `unasked`, a setting, names the
 * listener (docs/decisions/three-impacts-ask.md).
 */
export const IMPACTS = {
  "interrupts traffic": { asks: true, unasked: undefined },
  "lowers security": { asks: true, unasked: "ALBFLOW_UNASKED_LOWERS_SECURITY" },
  "may interrupt": { asks: true, unasked: "ALBFLOW_UNASKED_MAY_INTERRUPT" },
  "restores traffic": { asks: false, unasked: undefined },
  "no interruption": { asks: false, unasked: undefined },
} as const satisfies Record<string, { asks: boolean; unasked: string | undefined }>;

export type Impact = keyof typeof IMPACTS;

/** What whoever deploys sets for impacts, for the documentation. */
export const IMPACT_SETTINGS = {
  ALBFLOW_UNASKED_MAY_INTERRUPT:
    "listeners, by id with * for any text and commas between (elsewhere than at home: <account>/<region>/<id>), on which what may interrupt needs no approval",
  ALBFLOW_UNASKED_LOWERS_SECURITY:
    "listeners, by id with * for any text and commas between (elsewhere than at home: <account>/<region>/<id>), on which what lowers security needs no approval",
};

/** Several impacts as a plan tells them: each once, the worst first, and nothing that another one says already. */
export function worstFirst(impacts: Impact[]): Impact[] {
  const reported = new Set(impacts);
  if (reported.has("interrupts traffic")) reported.delete("may interrupt");
  if (reported.size > 1) reported.delete("no interruption");
  const sorted = (Object.keys(IMPACTS) as Impact[]).filter((impact) => reported.has(impact));
  return sorted.length === 0 ? ["no interruption"] : sorted;
}

/** Of what is stopped and stays so nobody notices anything; who gets in when it starts again is decided now all the same. */
export function whileStopped(impacts: Impact[]): Impact[] {
  return worstFirst(impacts.filter((impact) => impact === "lowers security"));
}

/** The impacts of a plan; one that an older version has made tells only the worst. */
export function impactsOf(plan: { impacts?: string[]; impact?: string }): Impact[] {
  return (plan.impacts ?? [plan.impact ?? "no interruption"]) as Impact[];
}

/**
 * Those of a plan's impacts that somebody has to agree to on this listener. Throws `AlbflowError` InvalidInput when a setting
 * makes no sense.
 */
export function askedImpacts(
  impacts: Impact[],
  { place, name }: { place: Place | undefined; name: string },
  home: Place,
  environment: Environment = process.env,
): Impact[] {
  const unasked = unaskedListeners(environment);
  return impacts.filter((impact) => {
    const { asks, unasked: setting } = IMPACTS[impact];
    const exempt = setting === undefined ? [] : unasked[setting];
    return asks && !exempt.some((pattern) => wildcardFits(patternAt(pattern, place, home) ?? "", name));
  });
}

/** The listeners that need no approval, by the setting that names them. Throws `AlbflowError` InvalidInput. */
export function unaskedListeners(environment: Environment): Record<keyof typeof IMPACT_SETTINGS, string[]> {
  const read = (name: string) => listSetting(environment, name, (text) => LISTENERS.test(text), EXPECTED);
  return {
    ALBFLOW_UNASKED_MAY_INTERRUPT: read("ALBFLOW_UNASKED_MAY_INTERRUPT"),
    ALBFLOW_UNASKED_LOWERS_SECURITY: read("ALBFLOW_UNASKED_LOWERS_SECURITY"),
  };
}

/** `*` alone means every listener: it must be said, and cannot be meant by an empty text. */
const LISTENERS = /^(?:[\d*]{1,16}\/[a-z0-9*-]{1,40}\/)?(\*|l(sn|sr)-[\w*-]{1,64})$/;
const EXPECTED = reason("expected-listener-patterns");
