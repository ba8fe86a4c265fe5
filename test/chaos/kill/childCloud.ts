import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endpointsOf } from "../../../local/endpoints.ts";
import { portsFrom } from "../../../local/portBlock.ts";
import type { Session } from "../../../shared/platform/session.ts";

/** A local cloud in a process of its own, as a user starts it. */
export interface ChildCloud {
  session: Session;
  endpoints: ReturnType<typeof endpointsOf>;
  kill(): Promise<void>;
}

/** Starts one in a folder. Rejects with what it has said when it ends instead. */
export async function startChildCloud(folder: string, port: number): Promise<ChildCloud> {
  const parameters = ["--port", port, "--data", join(folder, "data"), "--seed", join(folder, "world.yaml")];
  const child: ChildProcess = spawn(
    process.execPath,
    ["dist/cli/albflow.js", "local", "start", "--json", "--change-ms", "400", ...parameters.map(String)],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ALBFLOW_HOME: join(folder, "home"), ALBFLOW_REMEDIATION: "off" },
    },
  );
  let complaints = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const exited = once(child, "exit");
  const said = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), "line") as Promise<[string]>;
  const first = await Promise.race([said, exited.then(() => undefined)]);
  if (first === undefined) throw new Error(`The local cloud has not started: ${complaints}`);
  const { keys } = JSON.parse(first[0]) as { keys: { accessKeyId: string; accessKeySecret: string } };
  const endpoints = endpointsOf(portsFrom(port), 0);
  const { alb, cas, fnf, fc, log } = endpoints;
  return {
    session: {
      region: "cn-hangzhou",
      accountId: "1234567890123456",
      credentials: keys,
      endpoints: { alb, cas, fnf, fc, log },
    },
    endpoints,
    async kill() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await exited;
    },
  };
}
