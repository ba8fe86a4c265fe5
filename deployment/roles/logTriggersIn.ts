import type { LogTrigger } from "./rolesOf.ts";

/** The log triggers of a rendered s.yaml: which function receives which logstore. `prefix` begins the functions' names. */
export function logTriggersIn(resources: Record<string, { props: unknown }>, prefix: string): LogTrigger[] {
  return Object.values(resources).flatMap(({ props }) => {
    const { functionName = "", triggers = [] } = (props ?? {}) as { functionName?: string; triggers?: Trigger[] };
    return triggers
      .filter(({ triggerType }) => triggerType === "log")
      .map(({ sourceArn = "", triggerConfig }) => ({
        function: functionName.slice(prefix.length + 1),
        project: sourceArn.replace(/^.*:project\//, ""),
        logstore: triggerConfig?.sourceConfig?.logstore ?? "",
      }));
  });
}

interface Trigger {
  triggerType?: string;
  sourceArn?: string;
  triggerConfig?: { sourceConfig?: { logstore?: string } };
}
