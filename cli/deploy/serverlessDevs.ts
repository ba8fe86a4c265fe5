import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { environmentHere } from "../../deployment/configuration/environmentHere.ts";
import { missingSecrets, secretsIn } from "../../deployment/configuration/secrets.ts";
import { secretFilter, secretsAmong } from "../../deployment/secretFilter.ts";
import { literalSettings } from "../../deployment/settingText.ts";
import { LEFT_BY_DEPLOYMENTS } from "../../deployment/specification/writeSpecification.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";

/**
 * Runs Serverless Devs on a specification and prints what it says, without secrets; `.albflow` keeps the same. Its output goes through a file: when its pipe breaks, it starts reporters without end. That file has no name any more when
 * something is written to it. Throws `AlbflowError` Failed when it fails.
 */
export async function serverlessDevs(
  specification: string,
  secrets: Readonly<Record<string, string>>,
  print: (text: string) => void,
): Promise<void> {
  const home = resolve(LEFT_BY_DEPLOYMENTS, "serverless-devs");
  mkdirSync(`${home}/.s`, { recursive: true });
  // Serverless Devs reports every command line over plain HTTP unless told not to.
  for (const folder of [home, `${home}/.s`]) writeFileSync(`${folder}/set-config.yml`, "analysis: disable\n");
  const file = join(LEFT_BY_DEPLOYMENTS, "s-deploy.txt");
  const raw = `${file}.${process.pid}`;
  const output = openSync(raw, "w", 0o600);
  const reading = openSync(raw, "r");
  rmSync(raw);
  const child = spawn(
    process.execPath,
    [
      join(dirname(createRequire(import.meta.url).resolve("@serverless-devs/s/package.json")), "bin/s"),
      "deploy",
      "-y",
      "-t",
      specification,
    ],
    {
      env: {
        ...process.env,
        ...literalSettings(secrets),
        SERVERLESS_DEVS_CICD: "1",
        serverless_devs_config_home: home,
      },
      stdio: ["ignore", output, output],
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const filter = secretFilter([...Object.values(secrets), ...secretsAmong(process.env)]);
  const decoder = new TextDecoder();
  const show = (text: string) => {
    print(text);
    writeFileSync(file, text, { flag: "a" });
  };
  writeFileSync(file, "");
  const read = () => {
    const chunk = Buffer.alloc(65_536);
    for (let size = readSync(reading, chunk); size > 0; size = readSync(reading, chunk)) {
      show(filter.push(decoder.decode(chunk.subarray(0, size), { stream: true })));
    }
  };
  let code: number | null | undefined;
  void ended.then((status) => {
    code = status;
  });
  while (code === undefined) {
    await Promise.race([ended, clock.sleep(100)]);
    read();
  }
  read();
  show(filter.end());
  // Its logs hold the properties of every resource in clear.
  for (const folder of [home, `${home}/.s`]) rmSync(`${folder}/logs`, { recursive: true, force: true });
  for (const open of [output, reading]) closeSync(open);
  if (code !== 0) throw new AlbflowError("Failed", reason("serverless-devs-failed", { task: "deploy", file }));
}

/** The secrets that a stage takes from variables, by the names of these. Throws InvalidInput that names all that are not set. */
export function givenSecrets(variables: Record<string, string>): Record<string, string> {
  const environment = environmentHere();
  const missing = missingSecrets(variables, environment);
  if (missing.length > 0) throw new AlbflowError("InvalidInput", reason("secrets-not-given", { names: missing }));
  const names = secretsIn(variables).flatMap(({ kind, name }) => (kind === "env" ? [name] : []));
  return Object.fromEntries(names.map((name) => [name, environment[name] ?? ""]));
}
