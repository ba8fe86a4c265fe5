import { localSession } from "../cli/localSession.ts";
import { operations } from "../functions/registry.ts";
import { startLocalCloud } from "../local/localCloud.ts";
import type { AnyOperation } from "../shared/core/operation.ts";
import { preflight } from "../shared/core/phases/preflight.ts";
import type { Plan } from "../shared/core/verdict.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { reasonText } from "../shared/platform/reasons/reasonText.ts";

/** An operation, and the plan of its example. */
interface PlannedExample {
  operation: AnyOperation;
  plan: Plan;
}

/** Plans every operation's example, on a local cloud with the example seed. Throws an `Error` when one is refused. */
export async function planExamples(): Promise<PlannedExample[]> {
  const cloud = await startLocalCloud({ port: 0, fast: true, seed: "local/seed/example.yaml" });
  try {
    const { clients } = countedClients(localSession(cloud));
    const planned: PlannedExample[] = [];
    for (const operation of Object.values(operations)) {
      const { plan, reason } = await preflight(operation, clients, { input: operation.example, execution: "example" });
      if (plan === null) throw new Error(`The example of ${operation.name} cannot be planned: ${reasonText(reason)}`);
      planned.push({ operation, plan });
    }
    return planned;
  } finally {
    await cloud.close();
  }
}
