import { type OutputOptions, printAnswer } from "../output.ts";
import { adminClient } from "./adminClient.ts";

interface Fired {
  status: number;
  body: string;
  log: string;
}

/** `albflow local fire albflow-renewCertificates`: exit code 1 when the function fails. */
export async function fire(
  name: string,
  timer: string,
  { port, ...options }: OutputOptions & { port: number },
): Promise<void> {
  const path = `/local/functions/${encodeURIComponent(name)}/timers/${encodeURIComponent(timer)}`;
  const fired = (await adminClient(port).post(path)) as Fired;
  await printAnswer(fired, options, () => `${fired.log.trimEnd()}\n${fired.body}`.trimStart().split("\n"));
  if (fired.status >= 400) process.exitCode = 1;
}
