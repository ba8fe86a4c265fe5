import { type LookupAddress, type LookupOptions, lookup as systemLookup } from "node:dns";
import { Agent } from "node:http";
import Log, { type LogCallOptions, type LogEntry } from "@alicloud/log";
import { clock } from "../clock.ts";
import { AlbflowError } from "../errors.ts";
import { endpointOf, type Session } from "../session.ts";
import { translate } from "./openApi.ts";

/** The door to Simple Log Service. Every method throws `AlbflowError`. */
export interface LogsDoor {
  /** Writes records of strings, stamped with the current time. */
  write(project: string, logstore: string, topic: string, records: Record<string, string>[]): Promise<void>;
  /** Records of a topic between two times (ms since 1970), oldest first. */
  read(project: string, logstore: string, range: { from: number; to: number; query: string }): Promise<LogEntry[]>;
}

export function openLogs(session: Session): LogsDoor {
  const { protocol, host } = endpointOf(session, "log");
  const client = new Log({ ...session.credentials, endpoint: `${protocol}://${host}` });
  const options: LogCallOptions = { timeout: TIMEOUT_MS, ...(protocol === "http" ? { agent: loopbackAgent } : {}) };
  const call = async <Result>(action: string, make: () => Promise<Result>): Promise<Result> => {
    try {
      return await make();
    } catch (raw) {
      throw translate("log", action, raw);
    }
  };
  return {
    async write(project, logstore, topic, records) {
      const timestamp = Math.floor(clock.now() / 1000);
      const logs = records.map((content) => ({ timestamp, content }));
      await call("PostLogStoreLogs", () => client.postLogStoreLogs(project, logstore, { logs, topic }, options));
    },
    async read(project, logstore, { from, to, query }) {
      const found = await call("GetLogStoreLogs", () =>
        client.getLogs(project, logstore, new Date(from), new Date(to), { query, line: 100 }, options),
      );
      // A refusal that lacks the JSON content type comes back as a success (wire.md §5).
      if (!Array.isArray(found)) throw new AlbflowError("Transient", `log GetLogStoreLogs: unexpected answer`);
      return found;
    },
  };
}

const TIMEOUT_MS = 10_000;

/** The client puts the project before the host, and no resolver knows `project.sls.localhost` (wire.md §5). */
const loopbackAgent = new Agent({
  keepAlive: true,
  lookup(
    hostname: string,
    options: LookupOptions,
    done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
  ) {
    if (!hostname.endsWith(".localhost")) return systemLookup(hostname, options, done);
    if (options.all === true) return done(null, [{ address: "127.0.0.1", family: 4 }]);
    done(null, "127.0.0.1", 4);
  },
});
