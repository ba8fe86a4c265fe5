import type { Plan, Verdict } from "../../../shared/core/verdict.ts";
import { AlbflowError } from "../../../shared/platform/errors.ts";
import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** Asks an operation's function for its plan, as a person who only wants to see it does. Throws when it has none. */
export async function planOf(
  cloud: Pick<SimulatedCloud, "fc" | "accountId">,
  operation: string,
  input: object,
  execution = "only-a-plan",
): Promise<Plan> {
  const answer = await cloud.fc.invoke({
    functionName: `albflow-${operation}`,
    body: JSON.stringify({ phase: "preflight", input, execution }),
    identity: { accountId: cloud.accountId, accessKeyId: "local" },
  });
  const { plan, reason } = JSON.parse(answer.body.toString("utf8")) as Verdict;
  if (plan === null) throw new AlbflowError("Refused", reason);
  return plan;
}
