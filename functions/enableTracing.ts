import * as z from "zod";
import { defineOperation } from "../shared/core/operation.ts";
import { onBasicEdition } from "../shared/core/operations/preconditions.ts";
import {
  percent,
  RECORD_WATCH,
  TRACES_CONSOLE,
  TRACING_REGIONS,
  tracingAt,
  tracingType,
  tracingTypeOf,
} from "../shared/core/operations/tracing.ts";
import type { AccessLog } from "../shared/core/resources/accessLog.ts";
import { serve } from "../shared/core/serve.ts";
import { must } from "../shared/platform/reasons/must.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Traces a listener's requests into Simple Log Service, and makes there whatever is missing for that. */
export const enableTracing = defineOperation({
  name: "enableTracing",
  area: "tracing",
  summary:
    "Trace requests into Simple Log Service. Creates the project, logstore, index and access log where they are missing.",
  when: "you want to follow single requests through listener and backends",
  impacts: ["no interruption"],
  input: {
    percent: percent.default(100),
    tracingType,
    project: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, must("must-be-name", { least: 3, most: 63, letters: "a-z, 0-9, -" }))
      .optional()
      .describe("Name of the log project; unless given, the one that the instance logs to, else one named after it"),
    logstore: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/,
        must("must-be-name", { least: 3, most: 63, letters: "a-z, 0-9, -, _" }),
      )
      .optional()
      .describe("Name of the logstore; unless given, the one that the instance logs to, else alb_access_log"),
  },
  scope: ({ listenerId, ...asked }, listener) => {
    if (listener === null) return { listener: { ListenerId: listenerId } };
    const { LoadBalancerId } = listener;
    const { LogProject: ProjectName, LogStore: LogstoreName } = storeFor(LoadBalancerId, asked);
    return {
      listener: { ListenerId: listenerId },
      accessLog: { LoadBalancerId, ListenerId: listenerId },
      logProject: { ProjectName },
      logstore: { ProjectName, LogstoreName },
      logIndex: { ProjectName, LogstoreName },
    };
  },
  gather: async ({ region }) => ({ region, own: ownLogs(process.env) }),
  change(resources, { percent, tracingType: type, ...asked }) {
    const { listener } = resources;
    const store = storeFor(listener.LoadBalancerId, asked);
    const listenerToo = { listener: { ...listener, LogConfig: tracingAt(percent, type, listener.LogConfig) } };
    const there = resources.accessLog ?? null;
    if (there !== null) return { ...resources, ...listenerToo };
    const { LogProject: ProjectName, LogStore: LogstoreName } = store;
    return {
      ...resources,
      ...listenerToo,
      logProject: { ProjectName },
      logstore: { ProjectName, LogstoreName },
      logIndex: { ProjectName, LogstoreName },
      accessLog: store,
    };
  },
  preconditions: [
    onBasicEdition("tracing"),
    {
      requires: reason("check-same-logstore"),
      isNeededByChange: true,
      check: ({ resources: { listener, accessLog: there = null }, input }) => {
        if (there === null) return [];
        const { project = there.LogProject, logstore = there.LogStore } = input;
        if (project === there.LogProject && logstore === there.LogStore) return [];
        const found = `${there.LogProject}/${there.LogStore}`;
        return [reason("access-log-elsewhere", { loadBalancerId: listener.LoadBalancerId, logstore: found })];
      },
    },
    {
      requires: reason("check-not-own-logs"),
      isNeededByChange: true,
      check: ({ resources: { listener, accessLog: there = null }, input, facts: { own } }) => {
        if (there !== null) return [];
        const { LogProject, LogStore } = storeFor(listener.LoadBalancerId, input);
        return own === `${LogProject}/${LogStore}` ? [reason("access-log-into-own-logs", { logstore: own })] : [];
      },
    },
    {
      requires: reason("check-tracing-offered", { regions: TRACING_REGIONS }),
      check: ({ facts: { region } }) =>
        TRACING_REGIONS.includes(region) ? [] : [reason("tracing-not-offered", { region })],
    },
  ],
  effect({ input, resources }) {
    return {
      impact: "no interruption",
      reasons: [
        reason("requests-traced", {
          percent: input.percent,
          sample: input.percent * 100,
          type: tracingTypeOf(input.tracingType, resources.listener.LogConfig),
          link: TRACES_CONSOLE,
        }),
      ],
    };
  },
  watch: () => RECORD_WATCH,
  writes: [
    "CreateProject",
    "CreateLogStore",
    "CreateIndex",
    "EnableLoadBalancerAccessLog",
    "UpdateListenerLogConfig",
    "DisableLoadBalancerAccessLog",
  ],
  reads: ["alb:ListListeners", "log:GetProject", "log:GetLogStore", "log:GetIndex"],
  example: { listenerId: "lsn-demo4u54y73wq7b" },
});

export const handler = serve(enableTracing);

/** Where albflow keeps its reports and its audit trail: an access log there would drown them. */
function ownLogs({ ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE }: Record<string, string | undefined>): string {
  return `${ALBFLOW_LOG_PROJECT}/${ALBFLOW_LOGSTORE}`;
}

/** ACK demands logstores that begin with `alb_`, so that one works everywhere (alb.md §9). */
function storeFor(
  LoadBalancerId: string,
  { project, logstore }: { project?: string | undefined; logstore?: string | undefined },
): AccessLog {
  return {
    LoadBalancerId,
    LogProject: project ?? `albflow-${LoadBalancerId.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-")}`,
    LogStore: logstore ?? "alb_access_log",
  };
}
