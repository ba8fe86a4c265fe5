import { adminClient } from "./adminClient.ts";

interface Fired {
  status: number;
  body: string;
  log: string;
}

/** `albflow local fire albflow-renewCertificates`: exit code 1 when the function fails. */
export async function fire(name: string, timer: string, options: { port: number; json?: boolean }): Promise<void> {
  const path = `/local/functions/${encodeURIComponent(name)}/timers/${encodeURIComponent(timer)}`;
  const fired = (await adminClient(options.port).post(path)) as Fired;
  console.log(options.json === true ? JSON.stringify(fired) : `${fired.log.trimEnd()}\n${fired.body}`.trimStart());
  if (fired.status >= 400) process.exitCode = 1;
}
