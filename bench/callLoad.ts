import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import type { MessagePort } from "node:worker_threads";

/** Calls to make against one ALB. */
export interface CallLoad {
  port: number;
  loadBalancers: number;
  listenersEach: number;
  connections: number;
  ms: number;
  /** Made in turns. */
  kinds: readonly CallKind[];
}

type CallKind = "get" | "list" | "page" | "update";

export interface CallLoadResult {
  calls: number;
  failed: number;
  firstFailure?: string;
  medianMs: number;
}

/** Answers each load that arrives on the port with its result. */
export function serveCallLoad(port: MessagePort) {
  port.on("message", (load: CallLoad) => {
    void run(load).then((result) => port.postMessage(result));
  });
}

/** What each kind of call sends; `n` counts the calls. */
const CALLS: Record<CallKind, (load: CallLoad, n: number) => { action: string; query: Record<string, string> }> = {
  get: (load, n) => ({ action: "GetListenerAttribute", query: { ListenerId: listener(load, n) } }),
  list: (load, n) => ({
    action: "ListListeners",
    query: { "LoadBalancerIds.1": `alb-${n % load.loadBalancers}`, MaxResults: "1" },
  }),
  page: (_load, n) => ({
    action: "ListListeners",
    query: { MaxResults: "1", ...(n % 2 === 0 ? {} : { NextToken: Buffer.from("after:1").toString("base64url") }) },
  }),
  update: (load, n) => ({
    action: "UpdateListenerAttribute",
    query: { ListenerId: listener(load, n), RequestTimeout: String(10 + (n % 50)) },
  }),
};

function listener({ loadBalancers, listenersEach }: CallLoad, n: number): string {
  return `lsn-${n % loadBalancers}-${Math.floor(n / loadBalancers) % listenersEach}`;
}

async function run(load: CallLoad): Promise<CallLoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const until = performance.now() + load.ms;
  const durations: number[] = [];
  const failures: string[] = [];
  let n = 0;
  const caller = async () => {
    while (performance.now() < until) {
      const kind = load.kinds[n % load.kinds.length] ?? "get";
      const { action, query } = CALLS[kind](load, n);
      n += 1;
      const before = performance.now();
      const { status, body } = await call(agent, load.port, action, query);
      durations.push(performance.now() - before);
      if (status !== 200) failures.push(`${action} ${status} ${body.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: load.connections }, caller));
  agent.destroy();
  durations.sort((one, other) => one - other);
  const [firstFailure] = failures;
  return {
    calls: durations.length,
    failed: failures.length,
    ...(firstFailure === undefined ? {} : { firstFailure }),
    medianMs: durations[durations.length >> 1] ?? Number.NaN,
  };
}

let nonce = 0;

function call(agent: Agent, port: number, action: string, query: Record<string, string>) {
  const search = Object.entries(query)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "x-acs-action": action,
    "x-acs-content-sha256": EMPTY,
    "x-acs-date": new Date(performance.timeOrigin + performance.now()).toISOString().replace(/\.\d+Z/, "Z"),
    "x-acs-signature-nonce": `${process.pid}-${++nonce}`,
    "x-acs-version": "2020-06-16",
  };
  const names = Object.keys(headers);
  const block = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = `POST\n/\n${search}\n${block}\n${names.join(";")}\n${EMPTY}`;
  const toSign = `ACS3-HMAC-SHA256\n${createHash("sha256").update(canonical).digest("hex")}`;
  const signature = createHmac("sha256", "local").update(toSign).digest("hex");
  const authorization = `ACS3-HMAC-SHA256 Credential=local,SignedHeaders=${names.join(";")},Signature=${signature}`;
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = request(
      { agent, host: "127.0.0.1", port, method: "POST", path: `/?${search}`, headers: { ...headers, authorization } },
      (answer) => {
        let body = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          body += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}

const EMPTY = createHash("sha256").update("").digest("hex");
