import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** How a command has ended. */
interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line with nothing of this process's environment but PATH; the cloud may be in this process. */
export async function albflow(
  parameters: string[],
  environment: Record<string, string> = {},
  preload: string[] = [],
): Promise<Ended> {
  const loads = preload.flatMap((file) => ["--require", file]);
  const child = spawn(process.execPath, [...loads, "dist/cli/albflow.js", ...parameters], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { code, stdout, stderr };
}
