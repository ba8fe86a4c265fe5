import type { WriteLogs } from "../alb/dataPlane/contract.ts";
import type { CloudContext } from "../context.ts";
import { readLogHost } from "../regionOfCall.ts";
import { createRestService, jsonAnswer } from "../rest/restService.ts";
import type { Restore } from "../snapshot.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireService } from "../wire/exchange.ts";
import { ACCESS_LOG_INDEX } from "./accessLogIndex.ts";
import { createLogReader, type LogReader } from "./reader.ts";
import { type SlsServiceContext, wakeWaiting, writeGroup } from "./serviceContext.ts";
import { slsRoutes } from "./slsRoutes.ts";
import {
  applyChange,
  copyOfLogs,
  fromJson,
  logstoreRows,
  newLogstore,
  projectRows,
  type SlsState,
  toJson,
} from "./state.ts";

/** The local Simple Log Service: over the wire for the SDKs, in process for the rest of the local cloud. */
export interface Sls extends WireService {
  /** Keeps records in a logstore; when there is no such logstore they are lost, as access logs are on the cloud. */
  write: WriteLogs;
  /** Makes sure that a project and a logstore are there, the latter with the index that ALB's console gives it. */
  ensure(target: { project: string; logstore: string }): void;
  /** The names of all actions that it plays. */
  actions: readonly string[];
  /** For log triggers. */
  reader: LogReader;
  /** Everything as JSON-able data, and back. */
  exportState(): object;
  importState(state: object): void;
  /** Makes a change that a former process has noted; changes of other parts are none. */
  apply(part: string, id: string, value: unknown): void;
  /** Remembers everything. */
  snapshot(): Restore;
  /** Cuts calls that a fault holds. */
  close(): void;
}

/** Builds the local SLS (wire.md §5 and §6, alb.md §10). */
export function createSls(context: CloudContext): Sls {
  const state: SlsState = { projects: new Map() };
  const serviceContext: SlsServiceContext = { state, context, waiting: new Set() };
  const noteProjects = context.keeper?.watch("sls/projects", () => projectRows(state));
  const noteLogstores = context.keeper?.watch("sls/logstores", () => logstoreRows(state));
  const noteStores = () => {
    noteProjects?.();
    noteLogstores?.();
  };
  const service = createRestService(
    {
      service: "sls",
      ramPrefix: "log",
      routes: slsRoutes(serviceContext),
      parametersOf: ({ headers }) => ({ project: readLogHost(headers.host ?? "").project }),
      refusal: ({ status, code, message, detail }) =>
        jsonAnswer({ errorCode: code, errorMessage: message, ...detail }, status),
      throttled: new CloudError(403, "ReadQuotaExceed", "The quota of reading or writing is exceeded."),
      requestIdHeader: "x-log-requestid",
      noteChanges({ method, action }) {
        if (method !== "GET" && action !== "PostLogStoreLogs") noteStores();
      },
      trailed: {
        product: "Sls",
        host: `${context.region}.log.aliyuncs.com`,
        // What makes, changes or removes a project or a store; logs themselves are no management.
        parametersOf: ({ method, action, parameters: { project, logstore } }) =>
          method === "GET" || !/^(?:Create|Update|Delete)(?:Project|LogStore|Index)$/.test(action)
            ? undefined
            : {
                ...(project === undefined ? {} : { ProjectName: project }),
                ...(logstore === undefined ? {} : { LogstoreName: logstore }),
              },
      },
    },
    context,
  );
  return {
    ...service,
    write(target, topic, records) {
      const logstore = state.projects.get(target.project)?.logstores.get(target.logstore);
      if (logstore === undefined || records.length === 0) return;
      const now = context.clock.now();
      const time = Math.floor(now / 1000);
      const logs = records.map((record) => ({ time, contents: Object.entries(record) }));
      const group = { receivedAt: now, topic, source: "127.0.0.1", tags: [], logs };
      writeGroup(serviceContext, target.project, logstore, group, { lazily: true });
    },
    ensure({ project: name, logstore }) {
      const now = context.clock.now();
      const fresh = { name, description: "", createdAt: now, modifiedAt: now, logstores: new Map() };
      const project = state.projects.get(name) ?? fresh;
      state.projects.set(name, project);
      if (project.logstores.has(logstore)) return;
      const created = newLogstore(logstore, { ttl: 30, shardCount: 2, now });
      project.logstores.set(logstore, { ...created, index: ACCESS_LOG_INDEX });
      noteStores();
    },
    reader: createLogReader(serviceContext),
    exportState: () => toJson(state),
    importState(kept) {
      state.projects = fromJson(kept).projects;
      wakeWaiting(serviceContext);
    },
    apply(part, id, value) {
      if (!part.startsWith("sls/")) return;
      applyChange(state, part, id, value);
      wakeWaiting(serviceContext);
    },
    snapshot() {
      const kept = copyOfLogs(state);
      return () => {
        state.projects = copyOfLogs(kept).projects;
      };
    },
  };
}
