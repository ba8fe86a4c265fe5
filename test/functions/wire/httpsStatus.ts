import { request } from "node:https";

/** The status of an answer over HTTPS, from a client with or without a certificate; 0 when it gets none. */
export function httpsStatus(
  { host, port }: { host: string; port: number },
  certificate?: { cert: string; key: string },
): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({ host, port, agent: false, rejectUnauthorized: false, ...certificate }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", () => resolve(0));
    asked.end();
  });
}
