/**
 * `@alicloud/log` 1.2.6, the light client of Simple Log Service (SLS): what of it is used here (wire.md §5).
 *
 * Every method throws an `Error` named `{code}Error` with `code` and `requestid` when the service refuses; network
 * faults carry `ECONNREFUSED` and the like in `code`; a timeout has the name `RequestTimeoutError` and no code.
 */
declare module "@alicloud/log" {
  import type { Agent } from "node:http";

  /** Keys as RAM or STS gives them. `securityToken` only for temporary credentials. */
  export interface LogCredentials {
    accessKeyId: string;
    accessKeySecret: string;
    securityToken?: string;
  }

  /** Either keys, or a provider whose `getCredentials` is literally an `async` function. */
  export interface LogConfig extends Partial<LogCredentials> {
    credentialsProvider?: { getCredentials(): Promise<LogCredentials> };
    /** Host with or without scheme; the scheme decides http or https, http is the default. */
    endpoint?: string;
    /** Used to make an endpoint when there is none, e.g. `cn-hangzhou`. */
    region?: string;
    use_https?: boolean;
    userAgent?: string;
  }

  /** Handed to httpx as it is. */
  export interface LogCallOptions {
    /** Milliseconds for the whole exchange; 3000 unless given. */
    timeout?: number;
    agent?: Agent;
    /** Sees, and may replace, the options of `http.request` (`host`, `headers`, …). */
    beforeRequest?(options: Record<string, unknown>): void;
  }

  export interface LogProject {
    projectName: string;
    description: string;
    region: string;
    status: string;
    owner: string;
    createTime: string;
    lastModifyTime: string;
  }

  export interface LogStore {
    logstoreName: string;
    /** Days. */
    ttl: number;
    shardCount: number;
    createTime: number;
    lastModifyTime: number;
  }

  /** One indexed field. */
  export interface LogIndexKey {
    type: "text" | "long" | "double" | "json";
    token?: string[];
    caseSensitive?: boolean;
    doc_value?: boolean;
    alias?: string;
  }

  /** What may be searched: every word (`line`), or single fields (`keys`). */
  export interface LogIndex {
    line?: { token: string[]; caseSensitive?: boolean; include_keys?: string[]; exclude_keys?: string[] };
    keys?: Record<string, LogIndexKey>;
    ttl?: number;
  }

  /** One log as GetLogs gives it: all values are strings, `__time__` is in seconds. */
  export type LogEntry = Record<string, string> & { __time__: string; __source__?: string; __topic__?: string };

  export interface LogQuery {
    /** `*`, words, `field: value`, `and`, `or`, `not`. */
    query?: string;
    topic?: string;
    /** At most 100. */
    line?: number;
    offset?: number;
    /** Newest first. */
    reverse?: boolean;
  }

  export interface LogHistogram {
    /** Seconds, half-open. */
    from: number;
    to: number;
    count: number;
    progress: "Complete" | "Incomplete";
  }

  export interface LogGroupInput {
    logs: {
      /** Seconds since 1970. */
      timestamp: number;
      timestampNsPart?: number;
      content: Record<string, string>;
    }[];
    tags?: Record<string, string>[];
    topic?: string;
    source?: string;
  }

  export default class Client {
    constructor(config: LogConfig);
    getProject(project: string, options?: LogCallOptions): Promise<LogProject>;
    createProject(project: string, data: { description?: string }, options?: LogCallOptions): Promise<unknown>;
    deleteProject(project: string, options?: LogCallOptions): Promise<unknown>;
    /** What every method of the client is made of; for the few that it lacks. */
    _request(
      verb: "GET",
      project: string,
      path: string,
      query: object,
      body: null,
      headers: object,
      options?: LogCallOptions,
    ): Promise<object>;
    listLogStore(
      project: string,
      data?: { logstoreName?: string; offset?: number; size?: number },
      options?: LogCallOptions,
    ): Promise<{ count: number; total: number; logstores: string[] }>;
    createLogStore(
      project: string,
      logstore: string,
      data?: { ttl?: number; shardCount?: number },
      options?: LogCallOptions,
    ): Promise<unknown>;
    updateLogStore(
      project: string,
      logstore: string,
      data?: { ttl?: number; shardCount?: number },
      options?: LogCallOptions,
    ): Promise<unknown>;
    deleteLogStore(project: string, logstore: string, options?: LogCallOptions): Promise<unknown>;
    getLogStore(project: string, logstore: string, options?: LogCallOptions): Promise<LogStore>;
    getIndexConfig(project: string, logstore: string, options?: LogCallOptions): Promise<LogIndex>;
    createIndex(project: string, logstore: string, index: LogIndex, options?: LogCallOptions): Promise<unknown>;
    updateIndex(project: string, logstore: string, index: LogIndex, options?: LogCallOptions): Promise<unknown>;
    deleteIndex(project: string, logstore: string, options?: LogCallOptions): Promise<unknown>;
    /** Logs with `from <= __time__ < to`, whole seconds. */
    getLogs(
      project: string,
      logstore: string,
      from: Date,
      to: Date,
      data?: LogQuery,
      options?: LogCallOptions,
    ): Promise<LogEntry[]>;
    getHistograms(
      project: string,
      logstore: string,
      from: Date,
      to: Date,
      data?: Pick<LogQuery, "query" | "topic">,
      options?: LogCallOptions,
    ): Promise<LogHistogram[]>;
    postLogStoreLogs(
      project: string,
      logstore: string,
      data: LogGroupInput,
      options?: LogCallOptions,
    ): Promise<unknown>;
    /**
     * Any other call, signed. There is no public method for cursors and pulling (wire.md §6), so callers that need
     * them subclass the client. `body` must be a Buffer.
     */
    protected _request(
      verb: string,
      project: string | undefined,
      path: string,
      queries: Record<string, string | number>,
      body: Buffer | null,
      headers: Record<string, string | number>,
      options?: LogCallOptions,
    ): Promise<unknown>;
    /** The value of the `authorization` header. */
    protected _sign(
      verb: string,
      path: string,
      queries: Record<string, string | number>,
      headers: Record<string, string | number>,
      credentials: LogCredentials,
    ): string;
    protected _getCredentials(): Promise<LogCredentials>;
  }
}
