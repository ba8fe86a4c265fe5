import { clock, type SimulatedClock, systemClock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { endpointOf, type Session } from "../../shared/platform/session.ts";
import { type CallAnswer, signedCall } from "./signedCall.ts";

/** Where a field test stands, and what it may do there. */
export interface Field {
  session: Session;
  /** Begins the name of everything that is made, and is its tag: so what a killed run has left is found by another. */
  own: Own;
  /** Names and tags of what this run makes: `ft-mx3k2a`. */
  run: string;
  /** Whether something may be made. */
  mayWrite: boolean;
  /** Where a new instance stands: of an instance that is there, unless it was given. */
  network: Network | undefined;
  signal: AbortSignal;
  isLocal: boolean;
  /** How long a real cloud is given for what takes time; a local one is quicker. */
  timeoutMs: number;
  pauseMs: number;
  /** Makes one call of the RPC style; `as` are the credentials of another. */
  call(product: RpcProduct, action: string, parameters?: CallParameters, options?: CallOptions): Promise<CallAnswer>;
  /** Makes one call of the other style: Function Compute, Simple Log Service. */
  rest(call: RestCall): Promise<CallAnswer>;
  /** The same field for what must be done even when the run was ended. */
  uninterrupted(): Field;
  /** The cloud's time, in ms since 1970. */
  now(): number;
  /** Lets the cloud's time pass, and not longer than the run lasts. Rejects with `AlbflowError` when it is ended. */
  pause(ms?: number): Promise<void>;
}

/** Whose the resources are that a command makes for itself. */
type Own = "albflow-fieldtest" | "albflow-tryout";

type RpcProduct = keyof typeof VERSIONS;

export type CallParameters = Record<string, string | number | boolean>;

interface CallOptions {
  as?: Session["credentials"];
  method?: "GET" | "POST";
  /** Parameters go in a form. */
  form?: boolean;
  /** Being throttled is an answer. */
  once?: boolean;
}

/** `host` is `{project}` before the host of the product. */
interface RestCall {
  product: "fc" | "log";
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Record<string, string>;
  body?: object;
  headers?: Record<string, string>;
  project?: string;
}

export interface Network {
  vpcId: string;
  zones: { zone: string; vSwitch: string }[];
}

/** alb.md §2.2, cloudflow.md §8.5, functionCompute.md §3. */
const VERSIONS = {
  alb: "2020-06-16",
  cas: "2020-04-07",
  cms: "2019-01-01",
  fnf: "2019-03-15",
  ram: "2015-05-01",
  sts: "2015-04-01",
  resourcemanager: "2020-03-31",
  actiontrail: "2020-07-06",
} as const;

/** Makes a field. `origins` are those of products that a session has no endpoint for. */
export function makeField(
  options: Pick<Field, "session" | "mayWrite" | "network" | "signal"> & {
    own?: Own;
    run?: string;
    isLocal: boolean;
    origins?: Partial<Record<RpcProduct, string>>;
    /** The time of a cloud in which it passes only when it is moved. */
    time?: Pick<SimulatedClock, "now" | "advance"> | undefined;
  },
): Field {
  const { session, signal, isLocal, origins = {}, time } = options;
  const originOf = (product: RpcProduct | "fc" | "log"): string => {
    if (product === "actiontrail") return origins[product] ?? `https://actiontrail.${session.region}.aliyuncs.com`;
    if (product === "ram" || product === "sts" || product === "resourcemanager") {
      return origins[product] ?? `https://${product}.aliyuncs.com`;
    }
    if (product === "fc" && session.endpoints.fc === undefined) return `https://fcv3.${session.region}.aliyuncs.com`;
    const { protocol, host } = endpointOf(session, product);
    return `${protocol}://${host}`;
  };
  /** What did not arrive, or was throttled, is sent again: a probe asks what the cloud says, not whether the line holds. */
  const again = async (send: () => Promise<CallAnswer>, once = false): Promise<CallAnswer> => {
    for (let attempt = 1; ; attempt += 1) {
      // What is on its way is waited for: what it makes must be there when it is removed.
      if (signal.aborted) throw ended();
      try {
        const answer = await send();
        if (once || attempt === ATTEMPTS || !/^Throttling|^(?:ResourceThrottled|ServiceUnavailable)/.test(answer.code))
          return answer;
      } catch (cause) {
        if (attempt === ATTEMPTS) throw unreachable(cause);
      }
      await field.pause(isLocal ? 200 * attempt : 2_000 * attempt);
    }
  };
  const field: Field = {
    session,
    own: options.own ?? "albflow-fieldtest",
    run: options.run ?? `ft-${systemClock.now().toString(36)}`,
    mayWrite: options.mayWrite,
    network: options.network,
    signal,
    isLocal,
    timeoutMs: isLocal ? 8_000 : 300_000,
    pauseMs: time !== undefined ? 100 : isLocal ? 20 : 1_000,
    call: (product, action, parameters = {}, options = {}) => {
      const { as = session.credentials, once } = options;
      // CloudFlow reads by GET, and takes everything else in a form (real-cloud.md CR2).
      const isRead = product === "fnf" && /^(?:Describe|Get|List)/.test(action);
      const { method = isRead ? "GET" : "POST", form = product === "fnf" } = options;
      const sent = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
      const inForm = form && method === "POST";
      const region = product === "alb" ? { RegionId: session.region } : {};
      return again(async () => {
        const answer = await signedCall(as, {
          origin: originOf(product),
          method,
          path: "/",
          query: inForm ? {} : { ...region, ...sent },
          ...(inForm ? { body: sent } : {}),
          headers: { "x-acs-action": action, "x-acs-version": versionOf(product, action) },
          signature: "acs3",
          at: field.now(),
        });
        return { ...answer, call: [product, action] as const };
      }, once);
    },
    rest: ({ product, method, path, query, body, headers = {}, project }) =>
      again(() =>
        signedCall(session.credentials, {
          origin: project === undefined ? originOf(product) : originOf(product).replace("://", `://${project}.`),
          method,
          path: product === "fc" ? `/2023-03-30${path}` : path,
          ...(query === undefined ? {} : { query }),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          headers: {
            ...(product === "fc" ? { "x-acs-action": "Any", "x-acs-version": "2023-03-30" } : {}),
            ...headers,
          },
          signature: product === "log" ? "log" : "acs3",
          at: field.now(),
        }),
      ),
    uninterrupted: () => makeField({ ...options, run: field.run, signal: new AbortController().signal }),
    now: () => (time ?? clock).now(),
    pause: (ms = field.pauseMs) => (time === undefined ? waited(ms, signal) : moved(time, ms, signal)),
  };
  return field;
}

/** Waits in the machine's time. */
export function waited(ms: number, signal: AbortSignal): Promise<void> {
  return systemClock.sleep(ms, signal).catch(() => {
    throw ended();
  });
}

/** Moves time on: nothing is waited for but what happens meanwhile. */
async function moved(time: Pick<SimulatedClock, "advance">, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw ended();
  await time.advance(ms);
}

function ended(): AlbflowError {
  return new AlbflowError("Failed", reason("field-test-ended"));
}

const ATTEMPTS = 4;

/** CAS has two versions (alb.md §7.1). */
function versionOf(product: RpcProduct, action: string): string {
  return product === "cas" && /CA|PCA/.test(action) ? "2020-06-30" : VERSIONS[product];
}

/** Its message names no host: what is written down may be shown to anybody. */
function unreachable(cause: unknown): AlbflowError {
  return new AlbflowError("Transient", reason("field-no-answer", { error: codeOf(cause) }));
}

function codeOf(cause: unknown): string {
  const code = typeof cause === "object" && cause !== null ? Reflect.get(cause, "code") : undefined;
  return typeof code === "string" ? code : "no code";
}
