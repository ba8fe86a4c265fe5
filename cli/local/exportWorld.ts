import { writeFile } from "node:fs/promises";
import type { World } from "../../local/world/world.ts";
import { worldYaml } from "../../local/world/worldYaml.ts";
import { adminClient } from "./adminClient.ts";

/** `albflow local export`: prints the world, or writes it into a file that only its owner can read. */
export async function exportWorld(options: {
  port: number;
  withKeys?: boolean;
  out?: string;
  json?: boolean;
}): Promise<void> {
  const { port, withKeys = false, out, json } = options;
  const world = (await adminClient(port).get(`/local/world?keys=${withKeys}`)) as World;
  const text = json === true ? `${JSON.stringify(world)}\n` : worldYaml(world, { withKeys });
  if (out === undefined) process.stdout.write(text);
  else await writeFile(out, text, { mode: 0o600 });
}
