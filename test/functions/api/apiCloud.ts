import { makeLocalIssuer } from "../../../cli/local/localIssuer.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";

/** A simulated cloud whose API can be asked over HTTP. */
export interface ApiCloud extends SimulatedCloud {
  /** A token of the cloud's own issuer. */
  token(name: string, ...grants: string[]): Promise<string>;
  /** A token that has expired a day ago. */
  lateToken(name: string, ...grants: string[]): Promise<string>;
  /** Asks, as somebody who holds a token or as nobody. */
  ask(method: string, path: string, options?: AskOptions): Promise<Answered>;
  /** The same, while time passes: what the API waits for comes. */
  askInTime(method: string, path: string, options?: AskOptions): Promise<Answered>;
}

interface AskOptions {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Answered {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  body: any;
}

export async function startApiCloud(
  environment: Record<string, string> = {},
  options: Parameters<typeof startSimulatedCloud>[0] = {},
): Promise<ApiCloud> {
  const issuer = makeLocalIssuer();
  const cloud = await startSimulatedCloud({
    ...options,
    // Time stands still between requests: what they may be in a minute is measured elsewhere.
    environment: { ...issuer.environment, ALBFLOW_RATE_PER_MINUTE: "1000000", ...environment },
  });
  const base = `${cloud.endpoints.fc}/proxy/albflow-api`;
  const apiCloud: ApiCloud = {
    ...cloud,
    async askInTime(...request) {
      let answer: Answered | undefined;
      const asked = apiCloud.ask(...request).then((given) => {
        answer = given;
      });
      // The request itself takes a moment of the machine's own time.
      while (answer === undefined) {
        await Promise.race([asked, systemClock.sleep(20)]);
        await cloud.clock.advanceUntil(() => answer !== undefined, 10_000);
      }
      await asked;
      return answer;
    },
    token: (name, ...grants) => issuer.token({ name, grants, now: cloud.clock.now() }),
    lateToken: (name, ...grants) => issuer.token({ name, grants, now: cloud.clock.now() - 8 * 86_400_000 }),
    async ask(method, path, { token, body, headers = {} } = {}) {
      const response = await fetch(path.startsWith("http") ? path : `${base}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: jsonIn(text) };
    },
  };
  return apiCloud;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
