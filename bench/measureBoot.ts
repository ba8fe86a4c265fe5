import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { freePortBlock } from "../local/portBlock.ts";
import { systemClock } from "../shared/platform/clock.ts";

/** What it costs to have a local cloud: as a user starts it, with the example seed and every function deployed. */
interface BootMeasurement {
  /** From starting the process to the first answered call; the median run. */
  bootMs: number;
  /** Resident memory after that call, in MiB; the largest run. */
  rssMiB: number;
}

/** Starts the built `albflow local start` in a fresh process, calls it once, and ends it; a few times. */
export async function measureBoot({ rounds = 5 } = {}): Promise<BootMeasurement> {
  const measured: BootMeasurement[] = [];
  // The first one finds nothing in the page cache, which is the disk's affair.
  for (let round = 0; round <= rounds; round += 1) {
    const one = await bootOnce();
    if (round > 0) measured.push(one);
  }
  const boots = measured.map(({ bootMs }) => bootMs).sort((one, other) => one - other);
  return {
    bootMs: Math.round(boots[boots.length >> 1] ?? Number.NaN),
    rssMiB: Math.round(Math.max(...measured.map(({ rssMiB }) => rssMiB))),
  };
}

async function bootOnce(): Promise<BootMeasurement> {
  const port = await freePortBlock();
  const parameters = ["dist/cli/albflow.js", "local", "start", "--port", String(port), "--seed", SEED];
  const begunAt = performance.now();
  const child = spawn(process.execPath, parameters, { stdio: ["ignore", "ignore", "inherit"] });
  try {
    while (!(await isAnswered(port + 1))) {
      if (child.exitCode !== null) throw new Error("The local cloud did not start.");
      // Asking without a pause would take the processor from the one who is asked.
      await systemClock.sleep(5);
    }
    const bootMs = performance.now() - begunAt;
    const kibibytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" }));
    return { bootMs, rssMiB: kibibytes / 1024 };
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null) await once(child, "exit");
  }
}

const SEED = "local/seed/example.yaml";

/** Whether ALB answers a call; a refusal in its own words is an answer, and needs no signature. */
function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(
      { host: "127.0.0.1", port, agent: false, path: "/?Action=ListListeners&Version=2020-06-16" },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.headers["x-acs-request-id"] !== undefined));
      },
    );
    asked.on("error", () => resolve(false));
    asked.end();
  });
}
