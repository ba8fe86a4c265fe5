import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import type { FromInstance, ToInstance } from "./bootstrap.ts";
import type { StartInstance } from "./instance.ts";
import { programSource } from "./programSource.ts";
import { remoteInstance } from "./remoteInstance.ts";

/** The pipe on which a process is told that it is called again. */
const CALLS = 4;

const SOURCE = programSource(`
  process.on("disconnect", () => process.exit(0));
  const { readSync } = require("node:fs");
  let sent = Promise.resolve();
  const port = {
    send(message) {
      sent = new Promise((resolve) => process.send(message, resolve));
    },
    receive: (listener) => process.on("message", listener),
    // One byte for each call but the first; none any more when whoever calls is gone.
    freeze() {
      // A large answer is on its way for longer than it takes to say so.
      void sent.then(() => {
        if (readSync(${CALLS}, Buffer.alloc(1)) === 0) process.exit(0);
      });
    },
  };`);

/** Instances in processes of their own, run by a given Node: to run bundles on the version that the cloud has. */
export function startProcessInstances(node: string): StartInstance {
  return ({ id, folder, memoryMb, environment, vpcId, isMailPortOpen = false, now }) => {
    const child = spawn(node, [`--max-old-space-size=${memoryMb}`, "-e", SOURCE], {
      env: { PATH: process.env.PATH ?? "", ...environment },
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
      serialization: "advanced",
    });
    const calls = child.stdio[CALLS] as Writable;
    // It may be gone when it is called; that is reported by "exit".
    calls.on("error", () => {});
    let isFirst = true;
    const instance = remoteInstance(
      { id, ...(now === undefined ? {} : { now }) },
      {
        send: (message: ToInstance) => {
          // A child that has just died refuses; its end is reported by "exit".
          if (child.connected) child.send(message, () => {});
          if (!isFirst) calls.write("c");
          isFirst = false;
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
    child.send({ type: "load", folder, sharesProcess: false, vpcId, isMailPortOpen } satisfies ToInstance, () => {});
    return instance;
  };
}

/** V8 aborts when its heap is full. */
function endedBy(signal: string, memoryMb: number): string {
  return signal === "SIGABRT" ? `out of memory: ${memoryMb} MB` : `the process was ended by ${signal}`;
}
