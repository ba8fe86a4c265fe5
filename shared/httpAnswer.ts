import { request } from "node:http";
import { AlbflowError } from "./errors.ts";

/**
 * Asks a listener that speaks plain HTTP for `/` and gives the status of its answer; any status is an answer.
 * Throws `AlbflowError` Transient when there is none within `timeoutMs` (5 s).
 */
export function httpAnswer(target: { host: string; port: number; timeoutMs?: number }): Promise<number> {
  const { host, port, timeoutMs = 5_000 } = target;
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new AlbflowError("Transient", `no answer from ${host}:${port}: ${why}`));
    const asked = request({ host, port, path: "/", agent: false, timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once("timeout", () => asked.destroy(new Error(`nothing within ${timeoutMs} ms`)));
    asked.once("error", (error) => fail(error.message));
    asked.end();
  });
}
