import { clock } from "../shared/clock.ts";
import { countingDoors } from "../shared/countingDoors.ts";
import type { FunctionDescription, Handler } from "../shared/functionCompute.ts";
import { jsonEvent, sessionOf } from "../shared/functionCompute.ts";
import { patiently } from "../shared/patiently.ts";
import { type Sight, type Verdict, verdictOf } from "../shared/verdict.ts";
import { verifyListener } from "../shared/verifyListener.ts";

/** Looks at what a listener really serves, over the network, as its clients do. */
export const verify: FunctionDescription = {
  name: "verify",
  summary: "Compare what clients of a listener are served with what its configuration says.",
  permissions: [
    "alb:GetListenerAttribute",
    "alb:ListListenerCertificates",
    "alb:GetLoadBalancerAttribute",
    "yundun-cert:GetUserCertificateDetail",
  ],
  timeout: 60,
};

/**
 * Asked by a flow with `{ verdict }`, it judges the step just made; asked by anyone with `{ listenerId }`, it returns
 * what it has seen as `{ listenerId, sights }`.
 */
export const handler: Handler<Verdict | { listenerId: string; sights: Sight[] }> = async (event, context) => {
  const request = jsonEvent(event);
  const { doors, calls } = countingDoors(sessionOf(context));
  if (typeof request.listenerId === "string") {
    return { listenerId: request.listenerId, sights: await verifyListener(doors, request.listenerId) };
  }
  const verdict = verdictOf(request);
  const listenerId = String(verdict.input.listenerId);
  let sights: Sight[] = [];
  const problem = await patiently(verdict.deadline, async () => {
    sights = await verifyListener(doors, listenerId);
    return sights.find((sight) => sight.problem !== "")?.problem ?? undefined;
  });
  const counted = { ...verdict, seen: shown(sights), apiCalls: verdict.apiCalls + calls() };
  if (problem !== undefined) {
    const because = `Verification failed on ${listenerId}: ${problem}.`;
    return { ...counted, state: verdict.state === "undone" ? "failed" : "unverified", because };
  }
  if (verdict.state === "undone") return counted;
  const last = verdict.step + 1 >= (verdict.plan?.steps.length ?? 1);
  const seen = `${sights.length === 1 ? "One look" : `${sights.length} looks`} at ${listenerId} from outside found everything as configured at ${new Date(clock.now()).toISOString()}`;
  return last
    ? { ...counted, state: "verified", because: `${seen}.` }
    : {
        ...counted,
        state: "next",
        step: verdict.step + 1,
        because: `${seen}; next: ${verdict.plan?.steps[verdict.step + 1]}.`,
      };
};

/** A flow's state holds 64 KiB (cloudflow.md §8.4): problems first, then as many of the others as a person reads. */
function shown(sights: Sight[]): Sight[] {
  const problemsFirst = [...sights].sort((one, other) => Number(other.problem !== "") - Number(one.problem !== ""));
  return problemsFirst.slice(0, 20).map((sight) => ({
    ...sight,
    served: sight.served === null ? null : { ...sight.served, names: sight.served.names.slice(0, 5) },
  }));
}
