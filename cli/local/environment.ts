import { cliSentences } from "../../deployment/language.ts";
import type { CloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import { environmentOf } from "../../local/environmentOf.ts";
import { type KeyPair, ROOT_KEY } from "../../local/ram/ram.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { adminClient } from "./adminClient.ts";
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
  // Where none runs, only its keys are known.
  const runs = (await adminClient(port)
    .get("/local/endpoints")
    .catch(() => undefined)) as CloudEndpoints | undefined;
  const variables =
    runs === undefined
      ? { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret }
      : environmentOf(runs.services, { keys, region: runs.region, accountId: runs.accountId });
  await printAnswer(variables, options, () =>
    Object.entries(variables).map(([name, value]) => `export ${name}=${value}`),
  );
  if (keys === ROOT_KEY && !isForMachines(options)) console.error(cliSentences("local-keys-usual", { port }));
}
