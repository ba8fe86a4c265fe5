import { writeFile } from "node:fs/promises";
import type { Seed } from "../../local/seed/seed.ts";
import { seedYaml } from "../../local/seed/seedYaml.ts";
import { adminClient } from "./adminClient.ts";

/** `albflow local export`: prints the seed, or writes it into a file that only its owner can read. */
export async function exportSeed(options: {
  port: number;
  withKeys?: boolean;
  out?: string;
  json?: boolean;
}): Promise<void> {
  const { port, withKeys = false, out, json } = options;
  const seed = (await adminClient(port).get(`/local/seed?keys=${withKeys}`)) as Seed;
  const text = json === true ? `${JSON.stringify(seed)}\n` : seedYaml(seed, { withKeys });
  if (out === undefined) process.stdout.write(text);
  else await writeFile(out, text, { mode: 0o600 });
}
