import type { Clock } from "../../shared/platform/clock.ts";
import type { CallRecord, CloudContext, Fault } from "../context.ts";
import type { RamIdentity } from "../ram/contract.ts";
import { combine, type Restore } from "../snapshot.ts";
import { named, notEmulated } from "../wire/notEmulated.ts";
import type { Call } from "./action.ts";
import type { ActionApi, Api } from "./api.ts";
import { injectFault } from "./injectFault.ts";
import { numberJsonLists } from "./jsonLists.ts";
import { type FlatParameters, type Parameters, parameterCheck } from "./parameters.ts";
import type { RpcProduct } from "./product.ts";
import { createRateLimit } from "./rateLimit.ts";
import { createReplays } from "./replay.ts";

/** One call of a caller whom RAM knows. */
interface Attempt {
  identity: RamIdentity;
  action: string;
  flat: FlatParameters;
  /** To wait on: in simulated time, waiting on it lets time pass. */
  clock: Clock;
  /** What RAM's conditions can ask: `acs:SourceIp`. */
  conditions: Record<string, string>;
  /** What the log will say of it; what becomes known on the way (`resource`, `fault`) is added. */
  known: Known;
}

/** What is known of a call so far. */
export type Known = Pick<CallRecord, "action" | "caller" | "requestId" | "resource" | "fault">;

/** What happens to every call of a product. */
interface Perform {
  (attempt: Attempt): Promise<Record<string, unknown>>;
  /** Remembers what callers have used up of their rates. Restoring it forgets calls that are under way. */
  snapshot(): Restore;
}

/**
 * Prepares what happens to every call: RAM → parameter table → rate limit → fault → replay of a used ClientToken →
 * dry run on a fork → act. The returned function rejects with `CloudError`, or with `ConnectionLost` for a fault that
 * cuts the line.
 */
export function createPerform<State, Seed>(
  product: RpcProduct<State, Seed>,
  context: CloudContext,
  closing: AbortSignal,
): Perform {
  const { state, errorOf } = product;
  const checks = new Map(
    Object.entries(product.api.actions).map(([action, api]) => [action, parameterCheck(action, api)]),
  );
  const replays = createReplays(
    errorOf,
    () => context.realities?.is("client-token", "other parameters are taken") === true,
  );
  const rates = createRateLimit();

  /** The parameters, once the caller may call, with these, now. */
  function admit({ identity, action, flat, clock, conditions }: Attempt, arns: string[]): Parameters {
    const permission = `${product.ramPrefix}:${product.ramAction?.(action) ?? action}`;
    for (const arn of arns) context.ram.authorise(identity, permission, arn, conditions);
    const parameters = checks.get(action)?.(flat) ?? {};
    const rate = product.rateOf(action);
    if (rate !== undefined && !rates.allows(`${identity.accountId}/${action}`, rate, clock.now())) {
      throw errorOf(action, "Throttling.User");
    }
    return parameters;
  }

  function act(attempt: Attempt, parameters: Parameters, fault: Fault | undefined, dryRun: boolean) {
    const { action, clock, known } = attempt;
    const now = clock.now();
    const call: Call & Seed = {
      ...product.seed,
      action,
      now,
      region: context.region,
      accountId: context.accountId,
      random: context.random,
      isFound: (question, answer) => context.realities?.is(question, answer) === true,
      ...(fault?.kind === "stuck" || fault?.kind === "failJob" || fault?.kind === "lag" ? { fault } : {}),
      error: (code, ...blanks) => errorOf(action, code, ...blanks),
    };
    const isRead = knownAction(product, action).kind === "read";
    const seen =
      fault?.kind === "stale" && isRead ? state.asOf(now - fault.ms) : dryRun ? state.fork() : state.current();
    const run = product.actions[action];
    if (run === undefined) throw notEmulated(product.product, named(action));
    if (dryRun && call.isFound("dry-run-depth", "taken")) throw errorOf(action, "DryRunOperation");
    // The table has just been held against these parameters, so they have the shape that the action declares.
    const response = run(seen, parameters as never, call);
    if (dryRun) throw errorOf(action, "DryRunOperation");
    return { ...response, RequestId: known.requestId };
  }

  const perform = async (sent: Attempt) => {
    const api = knownAction(product, sent.action);
    const takesJson = context.realities?.is("json-lists", "taken") === true;
    const attempt = takesJson ? { ...sent, flat: numberJsonLists(sent.flat, api) } : sent;
    const { identity, action, flat, clock, known } = attempt;
    await context.keeper?.ready();
    await product.settle(clock.now());
    const { arn, also = [], id } = product.resourceOf(state.current(), action, flat);
    if (id !== undefined) known.resource = id;
    const { ClientToken, DryRun, ...parameters } = admit(attempt, [arn, ...also]);
    const fault = context.faultFor({
      service: product.service,
      action,
      isDryRun: DryRun === true,
      ...(id === undefined ? {} : { resource: id }),
    });
    if (fault !== undefined) known.fault = fault.kind;
    // What comes to nothing on its way here has used no token; what is only slow has.
    const isSlow = fault?.kind === "delay";
    if (!isSlow) await injectFault(fault, "before", clock, closing);
    const used = state.usedTokens?.();
    const replay =
      used === undefined || DryRun === true || typeof ClientToken !== "string"
        ? undefined
        : replays.begin(used, identity.accountId, action, parameters, ClientToken);
    try {
      if (isSlow) await injectFault(fault, "before", clock, closing);
      await product.settle(clock.now());
      const answer = replay?.answer ?? act(attempt, parameters, fault, DryRun === true);
      replay?.remember(answer, clock.now());
      await injectFault(fault, "after", clock, closing);
      return answer;
    } catch (error) {
      throw context.realities?.refusal(product.service, action, error) ?? error;
    } finally {
      replay?.release();
    }
  };
  return Object.assign(perform, { snapshot: () => combine(rates.snapshot(), replays.forget) });
}

/** The table's row of an action; refuses one that it lacks as not emulated. */
export function knownAction({ api, product }: { api: Api; product: string }, action: string): ActionApi {
  const known = Object.hasOwn(api.actions, action) ? api.actions[action] : undefined;
  if (known === undefined) throw notEmulated(product, named(action));
  return known;
}
