import type { Whereabouts } from "../../local/admin/whereabouts.ts";
import { adminClient } from "./adminClient.ts";
import { endpointLines } from "./welcome.ts";

/** `albflow local endpoints` */
export async function endpoints({ port, json }: { port: number; json?: boolean }): Promise<void> {
  const where = (await adminClient(port).get("/local/endpoints")) as Whereabouts;
  console.log(json === true ? JSON.stringify(where) : endpointLines(where));
}
