import type { FunctionDescription } from "../../shared/platform/functionCompute.ts";
import type { Settings } from "../configuration/schema.ts";

/** The triggers of a function in a stage: what a stage does not ask for calls nobody. */
export function triggersOf(
  { timer, http, listens }: FunctionDescription,
  settings: Settings,
  account: string,
): { triggerName: string; triggerType: string }[] {
  const { remediation } = settings;
  return [
    ...(timer === undefined ? [] : [timerTrigger(timer)]),
    ...(http === undefined ? [] : [httpTrigger(http, settings)]),
    ...(listens?.logs ?? []).flatMap((name) => {
      const store = remediation?.[name];
      return store === undefined ? [] : [logTrigger(name, store, settings, account)];
    }),
    // The event trigger stays the last: the component deploys none behind one that has not changed (real-cloud.md FR21).
    ...(listens === undefined || remediation?.events !== true ? [] : [eventTrigger(listens.events)]),
  ];
}

function timerTrigger(cronExpression: string) {
  return {
    triggerName: "timer",
    triggerType: "timer",
    qualifier: "LATEST",
    triggerConfig: { cronExpression, enable: true, payload: "" },
  };
}

function httpTrigger({ methods, checkedBy }: NonNullable<FunctionDescription["http"]>, { callers }: Settings) {
  return {
    triggerName: "http",
    triggerType: "http",
    qualifier: "LATEST",
    description: `Callers are checked by ${checkedBy}`,
    triggerConfig: {
      authType: callers.machines === undefined ? "anonymous" : "function",
      methods,
      disableURLInternet: false,
    },
  };
}

function logTrigger(
  triggerName: string,
  { project, logstore }: { project: string; logstore: string },
  { region, names, logs }: Settings,
  account: string,
) {
  return {
    triggerName,
    triggerType: "log",
    qualifier: "LATEST",
    sourceArn: `acs:log:${region}:${account}:project/${project}`,
    invocationRole: `acs:ram::${account}:role/${names.prefix}-log-triggers`,
    triggerConfig: {
      enable: true,
      sourceConfig: { logstore },
      jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
      functionParameter: {},
      logConfig: { project: logs.project, logstore: logs.functionLogstore },
    },
  };
}

function eventTrigger(filter: object) {
  return {
    triggerName: "events",
    triggerType: "eventbridge",
    qualifier: "LATEST",
    triggerConfig: {
      triggerEnable: true,
      asyncInvocationType: true,
      eventRuleFilterPattern: JSON.stringify(filter),
      eventSourceConfig: { eventSourceType: "Default" },
      eventSinkConfig: { deliveryOption: { mode: "event-driven", eventSchema: "CloudEvents" } },
    },
  };
}
