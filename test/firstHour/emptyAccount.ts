import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { emptyDeployment } from "../../cli/localDeployment.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";

/** What a command has printed, and how it ended. */
interface Ended {
  code: number | null;
  said: string;
}

/** An account in which nothing is deployed, and a person with a folder and a shell of their own. */
export interface EmptyAccount {
  cloud: LocalCloud;
  folder: string;
  /** Runs `albflow <parameters> --local` in the folder, with these variables beside. */
  albflow(parameters: string[], environment?: Record<string, string>): Promise<Ended>;
  /** Files below the folder, or below where albflow is built, that hold a text. */
  filesHolding(planted: string): string[];
  close(): Promise<void>;
}

/** Starts it. Functions that are deployed there find the cloud, and nothing else is set in them. */
export async function emptyAccount(): Promise<EmptyAccount> {
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const port = await freePortBlock();
  const folder = mkdtempSync(join(tmpdir(), "albflow-first-hour-"));
  const cloud = await startLocalCloud({
    ...target,
    port,
    fast: true,
    deployment: emptyDeployment(target),
  });
  return {
    cloud,
    folder,
    async albflow(parameters, given = {}) {
      const child = spawn(
        process.execPath,
        [resolve("dist/cli/albflow.js"), ...parameters, "--local", "--port", String(port)],
        {
          cwd: folder,
          env: { PATH: process.env.PATH, HOME: folder, ALBFLOW_HOME: join(folder, "home"), ...given },
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      const ended = new Promise<number | null>((resolved) => child.once("exit", resolved));
      const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { code, said: out + err };
    },
    filesHolding: (planted) =>
      [folder, "dist"].flatMap((top) =>
        readdirSync(top, { withFileTypes: true, recursive: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .filter((file) => readFileSync(file).includes(planted)),
      ),
    async close() {
      await cloud.close();
      rmSync(folder, { recursive: true });
    },
  };
}
