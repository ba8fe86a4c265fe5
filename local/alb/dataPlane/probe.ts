import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { HealthCheck } from "./healthCheck.ts";

/** One health check: undefined when it passed, else the reason code of GetListenerHealthStatus (alb.md §3). */
export type ServerProbe = (
  check: HealthCheck,
  server: Target,
  clock: Clock,
  signal: AbortSignal,
) => Promise<string | undefined>;

interface Target {
  host: string;
  port: number;
}

/**
 * Checks over a connection of its own, which is closed afterwards. Of a request that cannot be made, such as one whose
 * path has characters that no request line carries, no connection comes: the server fails the check.
 */
export const probeServer: ServerProbe = (check, server, clock, signal) =>
  new Promise((resolve) => {
    const target = { host: server.host, port: check.port === 0 ? server.port : check.port };
    let isConnected = false;
    let hangUp = () => {};
    const settle = (reasonCode: string | undefined) => {
      cancelTimeout();
      signal.removeEventListener("abort", giveUp);
      hangUp();
      resolve(reasonCode);
    };
    const giveUp = () => settle(undefined);
    const cancelTimeout = clock.after(check.timeout * 1000, () =>
      settle(isConnected ? "RECV_RESPONSE_TIMEOUT" : "CONNECT_TIMEOUT"),
    );
    signal.addEventListener("abort", giveUp, { once: true });
    const progress: Progress = {
      connected() {
        isConnected = true;
      },
      passed: () => settle(undefined),
      answered: (status) => settle(isExpected(check, status) ? undefined : "RESPONSE_MISMATCH"),
      failed({ code = "" }) {
        if (code.startsWith("HPE_")) settle("RESPONSE_FORMAT_ERROR");
        else settle(isConnected ? "RECV_RESPONSE_FAILED" : "CONNECT_FAILED");
      },
    };
    try {
      hangUp = ATTEMPTS[check.protocol](check, target, progress);
    } catch {
      settle("CONNECT_FAILED");
    }
  });

interface Progress {
  connected: () => void;
  passed: () => void;
  answered: (status: number) => void;
  failed: (error: NodeJS.ErrnoException) => void;
}

/** Starts a check and returns how to hang up. */
type Attempt = (check: HealthCheck, target: Target, progress: Progress) => () => void;

const dial: Attempt = (_check, target, progress) => {
  const socket = connect(target, progress.passed);
  socket.on("error", progress.failed);
  return () => socket.destroy();
};

const ask =
  (request: typeof httpRequest): Attempt =>
  (check, target, progress) => {
    const host = check.host === undefined ? {} : { host: check.host };
    const options = { ...target, path: check.path, method: check.method, agent: false, headers: host };
    const asked = request({ ...options, ...ANY_CERTIFICATE });
    asked.once("socket", (socket) => socket.once("connect", progress.connected));
    asked.once("response", ({ statusCode = 0 }) => progress.answered(statusCode));
    asked.on("error", progress.failed);
    asked.end();
    return () => asked.destroy();
  };

const ANY_CERTIFICATE = { rejectUnauthorized: false };

const ATTEMPTS: Record<HealthCheck["protocol"], Attempt> = {
  HTTP: ask(httpRequest),
  HTTPS: ask(httpsRequest),
  TCP: dial,
  // Whether somebody listens; the gRPC health service is not asked.
  GRPC: dial,
};

/** `http_2xx`, `http_3xx` …; ALB's default is `http_2xx`. */
function isExpected({ codes }: HealthCheck, status: number): boolean {
  const expected = codes.length === 0 ? ["http_2xx"] : codes;
  return expected.some((code) => code.toLowerCase() === `http_${Math.floor(status / 100)}xx`);
}
