import type { FromInstance, ToInstance } from "./bootstrap.ts";
import type { Instance, InvocationOutcome, Launch } from "./instance.ts";

/** A thread or process that runs `bootstrap`, as the platform's side talks to it. */
interface Remote {
  send(message: ToInstance): void;
  onMessage(listener: (message: FromInstance) => void): void;
  /** `reason` in words, once. */
  onGone(listener: (reason: string) => void): void;
  kill(): void;
}

/** At most so much text of one invocation is kept. */
const MAX_LOG = 1024 * 1024;

/** An instance on the other side of a line of messages. */
export function remoteInstance({ id, now }: Pick<Launch, "id" | "now">, remote: Remote): Instance {
  let alive = true;
  let text = "";
  let finish: ((outcome: InvocationOutcome) => void) | undefined;
  let crash: string | undefined;
  const end = (outcome: InvocationOutcome) => {
    finish?.(outcome);
    finish = undefined;
  };

  remote.onMessage((message) => {
    switch (message.type) {
      case "text":
        if (text.length < MAX_LOG) text += message.text;
        return;
      case "crash":
        crash = message.reason;
        return;
      case "answer":
        return end({ kind: "answer", body: Buffer.from(message.body) });
      case "error": {
        const { errorMessage, errorType, stackTrace } = message;
        return end({ kind: "error", errorMessage, errorType, stackTrace });
      }
    }
  });
  remote.onGone((reason) => {
    alive = false;
    end({ kind: "died", reason: crash ?? reason });
  });

  return {
    id,
    alive: () => alive,
    run({ handler, kind }, event, context) {
      if (!alive) return Promise.resolve({ kind: "died", reason: crash ?? "the instance had ended before" });
      return new Promise((resolve) => {
        finish = resolve;
        remote.send({ type: "run", handler, kind, event, context, now: now?.() });
      });
    },
    takeLog() {
      const taken = text;
      text = "";
      return taken;
    },
    kill() {
      alive = false;
      end({ kind: "died", reason: "the platform ended the instance" });
      remote.kill();
    },
  };
}
