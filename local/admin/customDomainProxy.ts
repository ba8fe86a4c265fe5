import { type IncomingMessage, request as open, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { CloudError } from "../wire/cloudError.ts";

/**
 * Passes requests on to a function's HTTP trigger, as the domain of an account's own does in front of Function Compute: the
 * function sees the request as it came, its `Host` included. Throws `CloudError` when Function Compute does not answer.
 */
export function customDomainProxy(
  functionCompute: string,
  functionName: string,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { method, headers, url = "/" } = request;
    const passed = open(`${functionCompute}/proxy/${functionName}${url}`, { method, headers });
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
