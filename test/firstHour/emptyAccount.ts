import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeKeys } from "../../cli/local/keysOnPort.ts";
import { emptyDeployment } from "../../cli/localDeployment.ts";
import { runProgram } from "../../cli/runProgram.ts";
import { SECRETS_FILE } from "../../deployment/configuration/environmentHere.ts";
import { projectFile } from "../../deployment/projectFolder.ts";
import type { PolicyDocument } from "../../deployment/roles/policyOf.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";

/** What a command has printed, and how it ended. */
export interface Ended {
  code: number;
  said: string;
}

/** An account in which nothing is deployed, and a person with a folder and a shell of their own. */
export interface EmptyAccount {
  cloud: LocalCloud;
  folder: string;
  /** Runs `albflow <parameters>` in the folder as in a process of its own, with these variables beside; where it can be, `--local`. */
  albflow(parameters: string[], environment?: Record<string, string>): Promise<Ended>;
  /** From now on the person's keys are those of a role that may do this and nothing more; without policies they are the account's own. */
  become(policies?: PolicyDocument[]): void;
  /** The file of secrets that `init` has made. */
  secretsFile(): string;
  /** Files below the folder, or below where albflow is built, that hold a text. */
  filesHolding(planted: string): string[];
  close(): Promise<void>;
}

/** Starts it. Functions that are deployed there find the cloud, and nothing else is set in them. It changes what belongs to the whole process. */
export async function emptyAccount(): Promise<EmptyAccount> {
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const port = await freePortBlock();
  const folder = mkdtempSync(join(tmpdir(), "albflow-first-hour-"));
  const home = join(folder, "home");
  const work = join(folder, "work");
  mkdirSync(work);
  const cloud = await startLocalCloud({ ...target, port, fast: true, deployment: emptyDeployment(target) });
  const shell = { PATH: process.env.PATH, HOME: home, ALBFLOW_HOME: home, LANG: "C.UTF-8", TZ: "UTC" };
  return {
    cloud,
    folder: work,
    async albflow(parameters, given = {}) {
      const ended = await inShell({ folder: work, environment: { ...shell, ...given } }, async () => {
        const where = parameters[0] === "policy" ? [] : ["--local", "--port", String(port)];
        await runProgram([...parameters, ...where]);
      });
      // Whoever goes through an account types no such flags, and is told of none.
      return { ...ended, said: ended.said.replaceAll(/(`albflow [^`]*?) --local --port \d+`/g, "$1`") };
    },
    become(policies) {
      const role = { name: "deployer", trusts: ["ecs.aliyuncs.com"], policies: policies ?? [] };
      cloud.ram.putRole(role);
      const keys =
        policies === undefined
          ? cloud.rootKey
          : cloud.ram.assumeRole(`acs:ram::${target.accountId}:role/deployer`, "ecs.aliyuncs.com");
      const before = process.env;
      process.env = { ...shell };
      storeKeys(port, keys);
      process.env = before;
    },
    secretsFile: () => readFileSync(join(work, SECRETS_FILE), "utf8"),
    filesHolding: (planted) =>
      [folder, projectFile("dist")].flatMap((top) =>
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

/** Does it with a folder, variables and a terminal's output of its own. One at a time: they are the process's. */
async function inShell(
  { folder, environment }: { folder: string; environment: Record<string, string | undefined> },
  work: () => Promise<void>,
): Promise<Ended> {
  const before = {
    env: process.env,
    folder: process.cwd(),
    code: process.exitCode,
    log: console.log,
    error: console.error,
  };
  let said = "";
  const print = (...parts: unknown[]) => {
    said += `${parts.map(String).join(" ")}\n`;
  };
  try {
    process.env = { ...environment };
    process.chdir(folder);
    process.exitCode = 0;
    console.log = print;
    console.error = print;
    await work();
    return { code: Number(process.exitCode), said };
  } finally {
    process.env = before.env;
    process.chdir(before.folder);
    process.exitCode = before.code;
    console.log = before.log;
    console.error = before.error;
  }
}
