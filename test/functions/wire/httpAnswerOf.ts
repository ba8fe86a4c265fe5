import { request } from "node:http";
import { request as requestSecurely } from "node:https";

/** Whom to ask for what; over HTTPS nobody is trusted. */
interface Asked {
  host: string;
  port: number;
  path?: string;
  hostname?: string;
  isSecure?: boolean;
}

/** Status and text of an answer on a connection of its own; 0 and the reason when there is none. */
export function httpAnswerOf({ hostname, isSecure = false, ...place }: Asked): Promise<[number, string]> {
  return new Promise((resolve) => {
    const headers = hostname === undefined ? {} : { host: hostname };
    const options = { ...place, headers, agent: false as const };
    const sent = isSecure ? requestSecurely({ ...options, rejectUnauthorized: false }) : request(options);
    sent.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => resolve([response.statusCode ?? 0, body]));
    });
    sent.on("error", ({ code, message }: NodeJS.ErrnoException) => resolve([0, code ?? message]));
    sent.end();
  });
}
