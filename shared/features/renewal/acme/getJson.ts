import http from "node:http";
import https from "node:https";

/** An answer to a GET. */
interface JsonAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  data: unknown;
}

/**
 * Gets a JSON document without the ACME library, which weighs more than all that only reads from a server. Rejects with
 * an error that has a `code` when the server cannot be reached, and a SyntaxError when a good answer is no JSON.
 */
export function getJson(url: string, trustedCaPem?: string): Promise<JsonAnswer> {
  return new Promise((resolve, reject) => {
    const get = url.startsWith("https:") ? https.get : http.get;
    const options = { timeout: TIMEOUT_MS, ...(trustedCaPem === undefined ? {} : { ca: trustedCaPem }) };
    const request = get(url, options, (response) => {
      const { statusCode: status = 0, headers } = response;
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        try {
          resolve({
            status,
            headers,
            data: status >= 300 ? undefined : JSON.parse(Buffer.concat(parts).toString("utf8")),
          });
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on("timeout", () => request.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })));
    request.on("error", reject);
  });
}

const TIMEOUT_MS = 15_000;
