import type { CloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import { adminClient } from "./adminClient.ts";
import { endpointLines } from "./welcome.ts";

/** `albflow local endpoints` */
export async function endpoints({ port, json }: { port: number; json?: boolean }): Promise<void> {
  const where = (await adminClient(port).get("/local/endpoints")) as CloudEndpoints;
  console.log(json === true ? JSON.stringify(where) : endpointLines(where));
}
