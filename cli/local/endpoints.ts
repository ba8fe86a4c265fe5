import type { CloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { adminClient } from "./adminClient.ts";
import { endpointLines } from "./welcome.ts";

/** `albflow local endpoints` */
export async function endpoints({ port, ...options }: OutputOptions & { port: number }): Promise<void> {
  const where = (await adminClient(port).get("/local/endpoints")) as CloudEndpoints;
  await printAnswer(where, options, () => endpointLines(where).split("\n"));
}
