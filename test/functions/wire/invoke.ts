import type { SimulatedCloud } from "../../simulatedCloud.ts";

/** Calls a function as anyone with the right to may, and gives what it answers, errors included. */
export async function invoke(cloud: SimulatedCloud, name: string, event: object): Promise<unknown> {
  const { body } = await cloud.fc.invoke({
    functionName: `albflow-${name}`,
    body: JSON.stringify(event),
    identity: { accountId: cloud.accountId, accessKeyId: "local" },
  });
  return JSON.parse(body.toString("utf8"));
}
