import { type IncomingMessage, request as open, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { CloudError } from "../wire/cloudError.ts";

/**
 * Passes requests on to Function Compute as they came, their `Host` included: to it the names of this machine at this port are
 * domains that are bound to the function. Throws `CloudError` when Function Compute does not answer.
 */
export function customDomainProxy(
  functionCompute: string,
  functionName: string,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { method, headers, url = "/" } = request;
    const passed = open(`${functionCompute}${url}`, { method, headers });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      passed.once("response", resolve);
      passed.once("error", reject);
    });
    // Nobody waits for an answer whose asker has left.
    response.once("close", () => passed.destroy());
    try {
      await pipeline(request, passed);
      const answer = await answered;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      await pipeline(answer, response);
    } catch {
      if (response.headersSent || response.destroyed) return void response.destroy();
      throw new CloudError(502, "FrontUnreachable", `The function ${functionName} cannot be reached.`);
    }
  };
}
