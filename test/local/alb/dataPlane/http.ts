import { type IncomingHttpHeaders, type RequestOptions, request } from "node:http";

/** What a client has been answered. */
interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** One request over a connection of its own, unless an agent is given. */
export function ask(
  at: { address: string; port: number },
  options: RequestOptions & { body?: Buffer | string } = {},
): Promise<Answered> {
  const { body, ...more } = options;
  return new Promise((resolve, reject) => {
    const asked = request({ host: at.address, port: at.port, agent: false, ...more }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
