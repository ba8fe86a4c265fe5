import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** An invocation as a flow made it. */
export interface Delivery {
  functionName: string;
  body: string;
}

/** What a flow's execution has sent to functions so far, in order. */
export function deliveriesOf(
  { cloudFlow }: Pick<SimulatedCloud, "cloudFlow">,
  operation: string,
  execution: string,
): Delivery[] {
  const record = cloudFlow.state.flows.get(`albflow-${operation}`)?.executions.get(execution);
  return (record?.history ?? [])
    .filter(({ type }) => type === "TaskScheduled")
    .flatMap(({ detail }) => {
      const { resourceArn = "", body } =
        (detail as { parameters?: { resourceArn?: string; body?: unknown } }).parameters ?? {};
      const functionName = /functions\/([^/]+)\//.exec(resourceArn)?.[1];
      return functionName === undefined ? [] : [{ functionName, body: JSON.stringify(body) }];
    });
}

/** Delivers it once more, and lets time pass until it is answered; an error is an answer. */
export async function deliverAgain(
  { fc, clock, accountId }: Pick<SimulatedCloud, "fc" | "clock" | "accountId">,
  delivery: Delivery,
): Promise<void> {
  let answered = false;
  const identity = { accountId, accessKeyId: "local" };
  const invoked = fc.invoke({ ...delivery, identity }).finally(() => {
    answered = true;
  });
  while (!answered) await clock.advanceUntil(() => answered, 2_000);
  await invoked;
}
