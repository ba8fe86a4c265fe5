import { cliSentences } from "../../deployment/language.ts";
import { type KeyPair, ROOT_KEY } from "../../local/ram/ram.ts";
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
export function printEnvironment({ port }: { port: number }): void {
  const keys = keysOnPort(port);
  console.log((environmentLines(keys, true) ?? []).map((line) => line.trim()).join("\n"));
  if (keys === ROOT_KEY) console.error(cliSentences("local-keys-usual", { port }));
}
