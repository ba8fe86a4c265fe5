import { request } from "node:http";

/** Status and text of an answer over HTTP on a connection of its own; 0 and the reason when there is none. */
export function httpAnswerOf({
  hostname,
  ...asked
}: {
  host: string;
  port: number;
  path?: string;
  hostname?: string;
}): Promise<[number, string]> {
  return new Promise((resolve) => {
    const sent = request(
      { ...asked, agent: false, headers: hostname === undefined ? {} : { host: hostname } },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () => resolve([response.statusCode ?? 0, body]));
      },
    );
    sent.on("error", ({ code, message }: NodeJS.ErrnoException) => resolve([0, code ?? message]));
    sent.end();
  });
}
