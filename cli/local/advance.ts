import { adminClient } from "./adminClient.ts";

/** `albflow local advance 7d` */
export async function advance(by: string, { port, json }: { port: number; json?: boolean }): Promise<void> {
  const { now } = (await adminClient(port).post("/local/time/advance", { by })) as { now: number };
  console.log(json === true ? JSON.stringify({ now }) : `It is ${new Date(now).toISOString()} now.`);
}
