import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** How a command has ended. */
interface Ended {
  code: number | null;
  stdout: string;
  /** Without the first line, if that says where the command goes. */
  stderr: string;
  /** That line. */
  place: string;
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
  const [place = ""] = /^(?:Account |账号).*\n/.exec(stderr) ?? [];
  return { code, stdout, stderr: stderr.slice(place.length), place };
}
