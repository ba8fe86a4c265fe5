import { cliSentences } from "../../deployment/language.ts";
import { type KeyPair, ROOT_KEY } from "../../local/ram/ram.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { keysOnPort } from "./keysOnPort.ts";

/** The environment by which the official SDKs and tools find a key pair; undefined when it need not be told. */
export function environmentLines(keys: KeyPair, reported: boolean): string[] | undefined {
  if (!reported) return undefined;
  return [
    `  export ALIBABA_CLOUD_ACCESS_KEY_ID=${keys.accessKeyId}`,
    `  export ALIBABA_CLOUD_ACCESS_KEY_SECRET=${keys.accessKeySecret}`,
  ];
}

/** `albflow local env` */
export async function printEnvironment({ port, ...options }: OutputOptions & { port: number }): Promise<void> {
  const keys = keysOnPort(port);
  const { accessKeyId, accessKeySecret } = keys;
  const variables = { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret };
  await printAnswer(variables, options, () => (environmentLines(keys, true) ?? []).map((line) => line.trim()));
  if (keys === ROOT_KEY && !isForMachines(options)) console.error(cliSentences("local-keys-usual", { port }));
}
