import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { keysOnPort } from "./keysOnPort.ts";

/** The API of a local cloud about itself, on its first port. */
interface AdminClient {
  get(path: string): Promise<unknown>;
  post(path: string, body?: unknown): Promise<unknown>;
  remove(path: string): Promise<unknown>;
  /** The events of a stream as they come, until the cloud ends or the loop is left. */
  follow(path: string): AsyncGenerator<unknown>;
}

/**
 * Talks to the local cloud whose first port this is. Rejects with `AlbflowError` NotFound when there is none,
 * or with an `Error` in the cloud's own sentence when it refuses.
 */
export function adminClient(port: number): AdminClient {
  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    const asked = fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keysOnPort(port).accessKeySecret}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await asked.catch((cause: unknown) => {
      throw new AlbflowError("NotFound", reason("local-cloud-missing", { port, isUsual: port === 7700 }), { cause });
    });
    if (response.ok) return response;
    const refusal = (await response.json().catch(() => undefined)) as { message?: string } | undefined;
    if (refusal?.message !== undefined)
      throw new AlbflowError("Refused", reason("local-cloud-refuses", { message: refusal.message }));
    throw new AlbflowError("Failed", reason("local-port-foreign", { port, status: response.status }));
  }
  const json = async (response: Response): Promise<unknown> => response.json();
  return {
    get: async (path) => json(await ask("GET", path)),
    post: async (path, body) => json(await ask("POST", path, body)),
    remove: async (path) => json(await ask("DELETE", path)),
    async *follow(path) {
      const { body } = await ask("GET", path);
      if (body === null) return;
      let text = "";
      for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const events = text.split("\n\n");
        text = events.pop() ?? "";
        for (const event of events) if (event.startsWith("data: ")) yield JSON.parse(event.slice("data: ".length));
      }
    },
  };
}
