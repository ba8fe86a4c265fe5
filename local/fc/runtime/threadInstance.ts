import { Worker } from "node:worker_threads";
import type { StartInstance } from "./instance.ts";
import { programSource } from "./programSource.ts";
import { remoteInstance } from "./remoteInstance.ts";

const SOURCE = programSource(`
  const { parentPort, workerData } = require("node:worker_threads");
  let answered = 0;
  const port = {
    send: (message) => parentPort.postMessage(message),
    receive: (listener) => parentPort.on("message", listener),
    freeze: () => Atomics.wait(workerData, 0, ++answered),
  };`);

/**
 * An instance in a thread of this process: starts in tens of milliseconds, has its own globals, environment and heap
 * limit, and can be ended while it spins. The limit is the heap's: Buffers are outside it.
 */
export const startThreadInstance: StartInstance = ({
  id,
  folder,
  memoryMb,
  environment,
  vpcId,
  isMailPortOpen = false,
  now,
}) => {
  /** How often it was called: it stands still while it has answered all of them. */
  const called = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(SOURCE, {
    eval: true,
    workerData: called,
    env: environment,
    execArgv: [],
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const instance = remoteInstance(
    { id, ...(now === undefined ? {} : { now }) },
    {
      send(message) {
        worker.postMessage(message);
        Atomics.add(called, 0, 1);
        Atomics.notify(called, 0);
      },
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
  worker.postMessage({ type: "load", folder, sharesProcess: true, vpcId, isMailPortOpen });
  return instance;
};
