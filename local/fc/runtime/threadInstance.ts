import { Worker } from "node:worker_threads";
import type { StartInstance } from "./instance.ts";
import { programSource } from "./programSource.ts";
import { remoteInstance } from "./remoteInstance.ts";

const SOURCE = programSource(`
  const { parentPort } = require("node:worker_threads");
  const port = {
    send: (message) => parentPort.postMessage(message),
    receive: (listener) => parentPort.on("message", listener),
  };`);

/**
 * An instance in a thread of this process: starts in tens of milliseconds, has its own globals, environment and heap
 * limit, and can be ended while it spins. The limit is the heap's: Buffers are outside it.
 */
export const startThreadInstance: StartInstance = ({ id, folder, memoryMb, environment, now }) => {
  const worker = new Worker(SOURCE, {
    eval: true,
    env: environment,
    execArgv: [],
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const instance = remoteInstance(
    { id, ...(now === undefined ? {} : { now }) },
    {
      send: (message) => worker.postMessage(message),
      onMessage: (listener) => worker.on("message", listener),
      onGone(listener) {
        worker.once("error", (error: NodeJS.ErrnoException) => {
          listener(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? `out of memory: ${memoryMb} MB` : error.message);
        });
        worker.once("exit", (code) => listener(`the process exited with code ${code}`));
      },
      kill: () => void worker.terminate(),
    },
  );
  worker.postMessage({ type: "load", folder, sharesProcess: true });
  return instance;
};
