import type { Invocations } from "../../platform/clients/invocations.ts";

/** What remediation keeps in the deployment's logstore: decisions, events that nobody understood, what listeners were like. */
export const REMEDIATION_TOPICS = ["albflow_remediation", "albflow_dead_letter", "albflow_snapshot"] as const;

type RemediationTopic = (typeof REMEDIATION_TOPICS)[number];

/** Keeps records under a topic. Throws `AlbflowError`: what cannot be kept must not be taken for dealt with. */
export type KeepRecords = (topic: RemediationTopic, records: readonly Record<string, string>[]) => Promise<void>;

/** Keeps them by the function `keepRecords`, which is the one that may write. */
export function keepRecordsBy(invocations: Invocations, keeper: string): KeepRecords {
  return async (topic, records) => {
    // A request holds at most a few MB, and a listener may have a hundred rules.
    for (let start = 0; start < records.length; start += AT_ONCE) {
      await invocations.invoke(keeper, { topic, records: records.slice(start, start + AT_ONCE) });
    }
  };
}

const AT_ONCE = 20;
