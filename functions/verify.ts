import { clock } from "../shared/clock.ts";
import { countingDoors } from "../shared/countingDoors.ts";
import type { Doors } from "../shared/doors.ts";
import { AlbflowError } from "../shared/errors.ts";
import type { Listener } from "../shared/facets/listener.ts";
import type { FacetName } from "../shared/facets/registry.ts";
import type { Handler, SingleFunction } from "../shared/functionCompute.ts";
import { jsonEvent, sessionOf } from "../shared/functionCompute.ts";
import { lookForRefusal } from "../shared/looks/answers.ts";
import type { Bounds } from "../shared/looks/health.ts";
import type { Verification } from "../shared/operation.ts";
import { pathThrough } from "../shared/path.ts";
import { patiently } from "../shared/patiently.ts";
import { howToGoBackByHand } from "../shared/phases/failed.ts";
import { placeOf } from "../shared/reach.ts";
import { type Plan, type Sight, textIn, type Verdict, verdictOf } from "../shared/verdict.ts";
import { type Attention, verifyListener } from "../shared/verifyListener.ts";
import { look } from "../shared/world.ts";

/** Looks at what a listener really serves, over the network, as its clients do. */
export const verify: SingleFunction = {
  name: "verify",
  summary: "Compare what clients of a listener are served with what its configuration says.",
  permissions: [
    "alb:GetListenerAttribute",
    "alb:GetListenerHealthStatus",
    "alb:GetLoadBalancerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListSecurityPolicies",
    "alb:ListServerGroupServers",
    "alb:ListSystemSecurityPolicies",
    "log:GetLogStoreHistogram",
    "yundun-cert:GetUserCertificateDetail",
  ],
  timeout: 60,
  takes: "`listenerId`, from anyone who wants to know; or, in a flow, `verdict`, whose last step or way back it judges",
  returns:
    "`{ listenerId, sights }`, each sight with what was looked at, expected and found, and `problem` or `notVerified` where there is one; or, in a flow, the verdict: `next`, `watching`, `verified` or `unverified`",
  example: { listenerId: "lsn-demo4u54y73wq7b" },
};

/**
 * Asked by a flow with `{ verdict }`, it judges the step just made; asked by anyone with `{ listenerId }`, it returns
 * what it has seen as `{ listenerId, sights }`.
 */
export const handler: Handler<Verdict | { listenerId: string; sights: Sight[] }> = async (event, context) => {
  const request = jsonEvent(event);
  const { doors, calls } = countingDoors(sessionOf(context));
  if (typeof request.listenerId === "string") {
    return { listenerId: request.listenerId, sights: await sightsOf(doors, request.listenerId) };
  }
  const verdict = verdictOf(request);
  let sights: Sight[] = [];
  await patiently(verdict.deadline, async () => {
    sights = await sightsAfter(doors, verdict);
    return sights.find((sight) => sight.problem !== "")?.problem ?? undefined;
  });
  return { ...judged(verdict, sights), seen: shown(sights), apiCalls: verdict.apiCalls + calls() };
};

/** What follows from what was seen. */
export function judged(verdict: Verdict, sights: Sight[]): Verdict {
  const { plan, input } = verdict;
  const name = textIn(input, "listenerId") || "what was made";
  const verification = input.verification as Verification;
  const problem = sights.find((sight) => sight.problem !== "")?.problem;
  const unseen = [...new Set(sights.map(({ notVerified }) => notVerified).filter((why) => why !== ""))].join("; ");
  const goingBack = verdict.state === "undone";
  const now = clock.now();
  const isLast = verdict.step + 1 >= (plan?.steps.length ?? 1);
  const watched = watchedBy(verdict, isLast, now);
  if (problem !== undefined) {
    if (!goingBack && plan !== null && plan.watch.seconds > 0 && !plan.watch.throughout && now < watched.watchUntil) {
      return { ...verdict, ...watched, state: "watching", because: `Waiting: ${problem}.` };
    }
    const because = `Verification failed on ${name}: ${problem}.`;
    if (!goingBack) return { ...verdict, state: "unverified", because };
    // What is served may lag behind; there is time to look again until the way back has used up its own.
    if (now < verdict.deadline) return { ...verdict, state: "undoing", because };
    return { ...verdict, state: "failed", because: `${because} ${howToGoBackByHand(verdict)}.` };
  }
  if (unseen !== "" && verification.acceptUnreachable !== true && !goingBack) {
    return { ...verdict, state: "unverified", because: `${name} was not verified, because ${unseen}.` };
  }
  const doubt = unseen === "" ? "" : ` Not verified, because ${unseen}.`;
  if (goingBack) return { ...verdict, because: `${verdict.because}${doubt}` };
  const seen = `${sayLooks(sights, name)} at ${new Date(now).toISOString()}`;
  if (!isLast) {
    const step = verdict.step + 1;
    return { ...verdict, state: "next", step, because: `${seen}; next: ${plan?.steps[step]}.${doubt}` };
  }
  if (plan?.watch.throughout && now < watched.watchUntil) {
    const until = new Date(watched.watchUntil).toISOString();
    return { ...verdict, ...watched, state: "watching", because: `${seen}; it is watched until ${until}.${doubt}` };
  }
  return { ...verdict, state: "verified", because: `${seen}.${doubt}` };
}

/** Watching begins with the first look after the last step, and what is watched has more time than what is waited for. */
function watchedBy(verdict: Verdict, isLast: boolean, now: number): Pick<Verdict, "watchUntil" | "deadline"> {
  const { watchUntil, deadline, plan } = verdict;
  if (!isLast || plan === null || plan.watch.seconds === 0) return { watchUntil, deadline };
  const until = watchUntil === 0 ? now + plan.watch.seconds * 1000 : watchUntil;
  return { watchUntil: until, deadline: Math.max(deadline, until + WATCH_GRACE_MS) };
}

/** One more look must fit in after the watch has ended. */
const WATCH_GRACE_MS = 30_000;

function sayLooks(sights: Sight[], name: string): string {
  const made = sights.filter(({ notVerified }) => notVerified === "").length;
  if (made === 0) return `${name} has nothing that could be looked at from outside`;
  return `${made === 1 ? "One look" : `${made} looks`} at ${name} from outside found everything as configured`;
}

/** Looks at one listener as it is. */
async function sightsOf(doors: Doors, listenerId: string): Promise<Sight[]> {
  const { world } = await look(doors, { listener: { ListenerId: listenerId, certificates: true } });
  if (world.listener === null || world.listener === undefined) {
    throw new AlbflowError("NotFound", `There is no listener ${listenerId} to verify.`);
  }
  return verifyListener(doors, world.listener, {
    verification: { acceptUnreachable: true, path: "/" },
    changed: ["SecurityPolicyId", "CaEnabled"],
    since: clock.now(),
    mark: listenerId,
  });
}

/** Looks at what the step just made, or the way back, may have changed. */
async function sightsAfter(doors: Doors, verdict: Verdict): Promise<Sight[]> {
  const { plan, input } = verdict;
  if (plan === null) return [];
  const steps = pathThrough(plan.snapshot, plan.stages);
  const goingBack = verdict.state === "undone";
  const isLast = verdict.step + 1 >= steps.length;
  const watchedFrom = verdict.watchUntil === 0 ? clock.now() : verdict.watchUntil - plan.watch.seconds * 1000;
  const attention: Attention = {
    verification: verificationOf(input, goingBack),
    changed: changedBy(plan, goingBack, isLast),
    since: Math.floor(watchedFrom / 1000) * 1000,
    mark: verdict.execution,
    ...(isLast && !goingBack && plan.watch.throughout ? { bounds: boundsIn(input) } : {}),
  };
  const sights: Sight[] = [];
  for (const name of ["listener", "copy"] as const) {
    const step = steps[verdict.step];
    const isTouched = goingBack || isLast || step === undefined || step.before[name] !== step.after[name];
    const known = listenerIn(verdict, name);
    if (known === undefined || !isTouched) continue;
    const { ListenerId, LoadBalancerId, ListenerProtocol, ListenerPort } = known;
    const address = { LoadBalancerId, ListenerProtocol, ListenerPort };
    const key = { ...(name === "listener" ? { ListenerId } : {}), address, certificates: true };
    const { world } = await look(doors, { listener: key });
    sights.push(
      ...(world.listener === null || world.listener === undefined
        ? [await lookForRefusal(await placeOf(doors.alb, known), "there is no listener any more")]
        : await verifyListener(doors, world.listener, attention)),
    );
  }
  return sights;
}

/** What is demanded of the new state says nothing about the old one, which may never have been so. */
function verificationOf({ verification, undo }: Record<string, unknown>, goingBack: boolean): Verification {
  const given = verification as Verification;
  if (!goingBack && undo === undefined) return given;
  const { clientCertificateId: _, strangerCertificateId: __, webSocketPath: ___, ...rest } = given;
  return rest;
}

/** What calls for looks of its own. On the way back nobody waits for a record in a log. */
function changedBy({ changes }: Plan, goingBack: boolean, isLast: boolean): string[] {
  const fields = changes.map(({ field }) => field);
  if (goingBack) return fields.filter((field) => field !== "LogConfig");
  return isLast ? fields : [];
}

/** The listener that a plan has to do with, before it or after it. */
function listenerIn({ plan }: Verdict, name: Extract<FacetName, "listener" | "copy">): Listener | undefined {
  return plan?.snapshot[name] ?? plan?.stages.at(-1)?.[name] ?? undefined;
}

function boundsIn({ unhealthyPercent, errorPercent }: Record<string, unknown>): Bounds {
  return { unhealthyPercent: Number(unhealthyPercent ?? 0), errorPercent: Number(errorPercent ?? 0) };
}

/** A flow's state holds 64 KiB (cloudflow.md §8.4): problems first, then as many of the others as a person reads. */
function shown(sights: Sight[]): Sight[] {
  const weight = ({ problem, notVerified }: Sight) => (problem !== "" ? 0 : notVerified !== "" ? 1 : 2);
  const problemsFirst = [...sights].sort((one, other) => weight(one) - weight(other));
  return problemsFirst.slice(0, 20).map((sight) => ({
    ...sight,
    served: sight.served === null ? null : { ...sight.served, names: sight.served.names.slice(0, 5) },
  }));
}
