import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** Calls a function as anyone with the right to may, lets time pass until it answers, and gives that, errors included. */
export async function invoke(cloud: SimulatedCloud, name: string, event: object): Promise<unknown> {
  let answer: string | undefined;
  const invoked = cloud.fc
    .invoke({
      functionName: `albflow-${name}`,
      body: JSON.stringify(event),
      identity: { accountId: cloud.accountId, accessKeyId: "local" },
    })
    .then(({ body }) => {
      answer = body.toString("utf8");
    });
  while (answer === undefined) await cloud.clock.advanceUntil(() => answer !== undefined, 2_000);
  await invoked;
  return JSON.parse(answer);
}
