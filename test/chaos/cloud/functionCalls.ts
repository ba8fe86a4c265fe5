import type { LocalCloud } from "../../../local/cloud.ts";
import type { FunctionAnswer, FunctionCall } from "../../../local/cloudflow/engine/actions/invokeFunction.ts";
import { throttled } from "../../../local/fc/refusal.ts";
import { CloudError } from "../../../local/wire/cloudError.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { FaultKind } from "../faultKinds.ts";
import { forever } from "./invocation.ts";
import type { Platform } from "./platform.ts";

/** How CloudFlow's calls of functions arrive at the platform: with its rights, and with what goes wrong on the way. */
interface FunctionCalls {
  /** Rejects with `CloudError` when the call is refused. */
  invoke(call: FunctionCall): Promise<FunctionAnswer>;
}

/** Simulated ms after which an event is delivered again: while its flow has gone on, and when it is long over. */
const LATE_MS = [5_000, 25_000, 90_000];

export function createFunctionCalls(options: {
  local: Pick<LocalCloud, "ram" | "region" | "accountId">;
  clock: Clock;
  platform: Pick<Platform, "invoke" | "timedOut">;
  /** What goes wrong with the next call. */
  strike: (call: FunctionCall) => FaultKind | undefined;
  /** Ends the engine's process and starts another on its journal. */
  killEngine: () => Promise<void>;
}): FunctionCalls {
  const { local, clock, platform, strike, killEngine } = options;
  const deliverLater = (call: FunctionCall, ms: number) => clock.after(ms, () => void platform.invoke(call));

  async function deliver(call: FunctionCall, kind: FaultKind | undefined): Promise<FunctionAnswer> {
    if (kind?.engine === "before") {
      await killEngine();
      return forever();
    }
    if (kind?.platform === "late") deliverLater(call, LATE_MS[1] ?? 0);
    if (kind?.platform === "five times") for (const ms of LATE_MS) deliverLater(call, ms);
    const isDouble = kind?.platform === "twice" || kind?.platform === "five times";
    const answers = await Promise.all([platform.invoke(call), ...(isDouble ? [platform.invoke(call)] : [])]);
    if (kind?.engine === "after") {
      await killEngine();
      return forever();
    }
    return answers.at(-1) ?? forever();
  }

  return {
    async invoke(call) {
      const identity = local.ram.identityOfRole(call.roleArn, "fnf.aliyuncs.com");
      const arn = `acs:fc:${local.region}:${local.accountId}:functions/${call.functionName}`;
      local.ram.authorise(identity, "fc:InvokeFunction", arn);
      const kind = strike(call);
      const fault = kind?.fault;
      if (fault?.kind === "refuse") throw new CloudError(fault.status, fault.code, fault.message);
      if (fault?.kind === "throttle") throw throttled;
      if (fault?.kind === "error" && fault.when === "before") throw unavailable();
      const answer = await deliver(call, kind);
      if (fault?.kind === "error") throw unavailable();
      if (fault?.kind === "timeout") return platform.timedOut(call.functionName);
      return answer;
    },
  };
}

function unavailable(): CloudError {
  return new CloudError(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.");
}
