import type { Agent } from "node:http";
import type Log from "@alicloud/log";
import type { LogCallOptions, LogEntry, LogIndex } from "@alicloud/log";
import { clock } from "../clock.ts";
import { AlbflowError } from "../errors.ts";
import { reason } from "../reasons/reason.ts";
import { redactAll } from "../redact.ts";
import { endpointOf, type Session } from "../session.ts";
import { loopbackLookup } from "./loopbackLookup.ts";
import { translate } from "./openApi.ts";

/** The client to Simple Log Service. Every method throws `AlbflowError`. */
export interface LogsClient {
  /** Writes records of strings, stamped with the current time, without the secrets that an error's text may have brought in. */
  write(project: string, logstore: string, topic: string, records: Record<string, string>[]): Promise<void>;
  /** The same with every text as it is given: a record that is signed is redacted before it is signed. */
  writeSigned(project: string, logstore: string, topic: string, records: Record<string, string>[]): Promise<void>;
  /** At most a hundred records of a topic between two times (ms since 1970), oldest first, from the one at `offset` on. */
  read(
    project: string,
    logstore: string,
    range: { from: number; to: number; query: string; offset?: number },
  ): Promise<LogEntry[]>;
  /** How many records fit a query between two times (ms since 1970). */
  count(project: string, logstore: string, range: { from: number; to: number; query: string }): Promise<number>;
  /** Makes a project, store or index. One that is there already is no error: these calls have no token. */
  call(action: LogAction, parameters: LogParameters): Promise<void>;
  /** Looks for a project, store or index; undefined when there is none. */
  find(action: "GetProject" | "GetLogStore" | "GetIndex", parameters: LogParameters): Promise<object | undefined>;
  /** The names of the region's projects, or of a project's logstores. */
  names(project?: string): Promise<string[]>;
}

/** The management calls that operations make. Nothing is ever removed: a store may hold what somebody needs. */
export type LogAction = "CreateProject" | "CreateLogStore" | "CreateIndex";

export interface LogParameters {
  ProjectName: string;
  LogstoreName?: string;
  /** Days that a logstore which is created keeps its records; 30 unless given. */
  retentionDays?: number;
}

/** Opens the client, which is the vendor's own and loaded by the first call. */
export function openLogs(session: Session): LogsClient {
  const { protocol, host } = endpointOf(session, "log");
  let opened: Log | undefined;
  const call = async <Result>(
    action: string,
    make: (client: Log, options: LogCallOptions) => Promise<Result>,
  ): Promise<Result> => {
    const { default: Client } = await import("@alicloud/log");
    opened ??= new Client({ ...session.credentials, endpoint: `${protocol}://${host}` });
    const options = { timeout: TIMEOUT_MS, agent: await agentOf(protocol) };
    try {
      return await make(opened, options);
    } catch (raw) {
      throw translate("log", action, raw, session);
    }
  };
  const put: LogsClient["writeSigned"] = async (project, logstore, topic, records) => {
    const timestamp = Math.floor(clock.now() / 1000);
    const logs = records.map((content) => ({ timestamp, content }));
    await call("PostLogStoreLogs", (client, options) =>
      client.postLogStoreLogs(project, logstore, { logs, topic }, options),
    );
  };
  return {
    write: (project, logstore, topic, records) => put(project, logstore, topic, redactAll(records)),
    writeSigned: put,
    async read(project, logstore, { from, to, query, offset = 0 }) {
      const found = await call("GetLogStoreLogs", (client, options) =>
        client.getLogs(project, logstore, new Date(from), new Date(to), { query, line: 100, offset }, options),
      );
      // A refusal that lacks the JSON content type comes back as a success (wire.md §5).
      if (!Array.isArray(found))
        throw new AlbflowError(
          "Transient",
          reason("cloud-answer-unexpected", { product: "log", action: "GetLogStoreLogs" }),
        );
      return found;
    },
    async count(project, logstore, { from, to, query }) {
      const rows = await call("GetHistograms", (client, options) =>
        client.getHistograms(project, logstore, new Date(from), new Date(to), { query }, options),
      );
      if (!Array.isArray(rows))
        throw new AlbflowError(
          "Transient",
          reason("cloud-answer-unexpected", { product: "log", action: "GetHistograms" }),
        );
      return rows.reduce((sum, { count }) => sum + Number(count), 0);
    },
    async call(action, { ProjectName, LogstoreName = "", retentionDays = RETENTION_DAYS }) {
      const make: Record<LogAction, Parameters<typeof call>[1]> = {
        CreateProject: (client, options) =>
          client.createProject(ProjectName, { description: "Made by albflow" }, options),
        CreateLogStore: (client, options) =>
          client.createLogStore(ProjectName, LogstoreName, { ttl: retentionDays, shardCount: 2 }, options),
        CreateIndex: (client, options) => client.createIndex(ProjectName, LogstoreName, INDEX, options),
      };
      try {
        await call(action, make[action]);
      } catch (error) {
        if (error instanceof AlbflowError && ALREADY_SO.test(error.code ?? "")) return;
        throw error;
      }
    },
    async find(action, { ProjectName, LogstoreName = "" }) {
      const ask: Record<typeof action, (client: Log, options: LogCallOptions) => Promise<object>> = {
        GetProject: (client, options) => client.getProject(ProjectName, options),
        GetLogStore: (client, options) => client.getLogStore(ProjectName, LogstoreName, options),
        GetIndex: (client, options) => client.getIndexConfig(ProjectName, LogstoreName, options),
      };
      try {
        return (await call<object>(action, ask[action])) ?? {};
      } catch (error) {
        if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
        throw error;
      }
    },
    async names(project) {
      const [action, path] = project === undefined ? ["ListProject", "/"] : ["ListLogStores", "/logstores"];
      const names: string[] = [];
      for (;;) {
        const query = { offset: names.length, size: 500 };
        // The SDK has no method for projects.
        const page = (await call(action, (client, options) =>
          client._request("GET", project ?? "", path, query, null, {}, options),
        )) as NamePage;
        const listed = page.logstores ?? page.projects?.map(({ projectName }) => projectName) ?? [];
        names.push(...listed);
        if (listed.length === 0 || names.length >= (page.total ?? 0)) return names;
      }
    },
  };
}

interface NamePage {
  total?: number;
  logstores?: string[];
  projects?: { projectName: string }[];
}

/** Days that access logs are kept; long enough to compare a month with the next. */
const RETENTION_DAYS = 30;

/** What separates words, as the vendor's console sets it. */
const TOKEN = [
  ",",
  " ",
  "'",
  '"',
  ";",
  "=",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "?",
  "@",
  "&",
  "<",
  ">",
  "/",
  ":",
  "\n",
  "\t",
];

/** Searchable by words and by the fields that albflow itself asks for (alb.md §10.1). */
const INDEX: LogIndex = {
  line: { token: TOKEN },
  keys: {
    app_lb_id: { type: "text", token: TOKEN, doc_value: true },
    slb_vport: { type: "long", doc_value: true },
    status: { type: "long", doc_value: true },
    request_uri: { type: "text", token: TOKEN, doc_value: true },
  },
};

const ALREADY_SO = /AlreadyExist/;

const TIMEOUT_MS = 10_000;

/**
 * A connection for each call: writes have no name by which a second one would be known, and one that was kept may be gone
 * when a frozen instance goes on (real-cloud.md FR8).
 */
async function agentOf(protocol: "http" | "https"): Promise<Agent> {
  if (protocol === "https") {
    const https = await import("node:https");
    agents.https ??= new https.Agent({ keepAlive: false });
    return agents.https;
  }
  const http = await import("node:http");
  agents.http ??= new http.Agent({ keepAlive: false, lookup: loopbackLookup });
  return agents.http;
}

const agents: { http?: Agent; https?: Agent } = {};
