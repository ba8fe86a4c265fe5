import { spawn } from "node:child_process";
import type { FromInstance, ToInstance } from "./bootstrap.ts";
import type { StartInstance } from "./instance.ts";
import { programSource } from "./programSource.ts";
import { remoteInstance } from "./remoteInstance.ts";

const SOURCE = programSource(`
  process.on("disconnect", () => process.exit(0));
  const port = {
    send: (message) => process.send(message),
    receive: (listener) => process.on("message", listener),
  };`);

/** Instances in processes of their own, run by a given Node: to run bundles on the version that the cloud has. */
export function startProcessInstances(node: string): StartInstance {
  return ({ id, folder, memoryMb, environment, now }) => {
    const child = spawn(node, [`--max-old-space-size=${memoryMb}`, "-e", SOURCE], {
      env: { PATH: process.env.PATH ?? "", ...environment },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      serialization: "advanced",
    });
    const instance = remoteInstance(
      { id, ...(now === undefined ? {} : { now }) },
      {
        send: (message: ToInstance) => {
          // A child that has just died refuses; its end is reported by "exit".
          if (child.connected) child.send(message, () => {});
        },
        onMessage(listener) {
          child.on("message", (message) => listener(message as FromInstance));
          // Only what does not go through the child's own `process.stdout`: V8's last words.
          for (const stream of [child.stdout, child.stderr]) {
            stream?.on("data", (text: Buffer) => listener({ type: "text", text: text.toString("utf8") }));
          }
        },
        onGone(listener) {
          child.once("error", (error) => listener(error.message));
          child.once("exit", (code, signal) => {
            listener(signal === null ? `the process exited with code ${code}` : endedBy(signal, memoryMb));
          });
        },
        kill: () => void child.kill("SIGKILL"),
      },
    );
    child.send({ type: "load", folder, sharesProcess: false } satisfies ToInstance, () => {});
    return instance;
  };
}

/** V8 aborts when its heap is full. */
function endedBy(signal: string, memoryMb: number): string {
  return signal === "SIGABRT" ? `out of memory: ${memoryMb} MB` : `the process was ended by ${signal}`;
}
