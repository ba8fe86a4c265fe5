import { openAlb } from "./clients/alb.ts";
import { openCas } from "./clients/cas.ts";
import { openCloudFlow } from "./clients/cloudFlow.ts";
import { openInvocations } from "./clients/invocations.ts";
import { openLogs } from "./clients/logs.ts";
import type { Clients } from "./clients.ts";
import type { Session } from "./session.ts";
import { countingThrottles, type ThrottleCount } from "./throttleCount.ts";

/**
 * Clients that count what goes through them, and how often the cloud turned it away as too much. Each is opened when it is first
 * used.
 */
export function countedClients(session: Session): {
  clients: Clients;
  calls: () => number;
  throttled: () => number;
} {
  const throttles: ThrottleCount = { throttled: 0 };
  let calls = 0;
  const counted = <SdkClient extends object>(open: () => SdkClient): SdkClient => {
    let client: SdkClient | undefined;
    return new Proxy({} as SdkClient, {
      get(_, name) {
        client ??= open();
        const method = client[name as keyof SdkClient];
        if (typeof method !== "function") return method;
        return (...parameters: unknown[]) => {
          // Another site of the same product: what goes to it is counted, too.
          if (name === "at") return counted(() => method.apply(client, parameters));
          calls += 1;
          return countingThrottles(throttles, () => method.apply(client, parameters));
        };
      },
    });
  };
  return {
    clients: {
      region: session.region,
      alb: counted(() => openAlb(session)),
      cas: counted(() => openCas(session)),
      log: counted(() => openLogs(session)),
      cloudFlow: counted(() => openCloudFlow(session)),
      functions: counted(() => openInvocations(session)),
    },
    calls: () => calls,
    throttled: () => throttles.throttled,
  };
}
