import { userInfo } from "node:os";
import type { Verdict } from "../../shared/core/verdict.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { Field } from "../fieldtest/field.ts";
import { ownDomain } from "../fieldtest/own.ts";
import { PORTS, served } from "../fieldtest/ownAlb.ts";
import { openOwnResources } from "../fieldtest/ownResources.ts";
import { describePlan } from "../operations/describePlan.ts";
import { endLines, followAloud } from "../operations/runOperation.ts";

/**
 * Makes an instance that serves one certificate and lets the deployed flow rotate it to another, which it verifies; then this machine looks
 * for itself. Gives the serial number that is served now. Rejects with `AlbflowError` where that is not so; what was made
 * is the caller's to remove. When the field's signal ends it, the execution is stopped.
 */
export async function rotateOwn(
  field: Field,
  { flow, execution, say, json }: { flow: string; execution: string; say: (reported: Reason) => void; json: boolean },
): Promise<{ serial: string }> {
  const { session, signal } = field;
  const print = (line: string) => (json ? console.error(line) : console.log(line));
  const own = openOwnResources(field);
  say(reason("tryout-making", { run: field.run }));
  const { loadBalancerId, host, https: listenerId, first } = await own.alb();
  const successor = await own.certificate([ownDomain(field), `first.${ownDomain(field)}`], "RSA", 120);
  say(reason("tryout-made", { loadBalancerId, listenerId, host, port: PORTS.https }));

  const input = { listenerId, certificateId: first.id, successorId: successor.id, requestedBy: userInfo().username };
  const question = { phase: "preflight", input, execution: "plan" };
  const planned = (await openFunctions(session).invoke(flow, question)) as Verdict;
  for (const line of describePlan(planned)) print(line);
  if (planned.state !== "planned") throw notRotated(execution, planned.reason);
  signal.throwIfAborted();
  const cloudFlow = openCloudFlow(session);
  await cloudFlow.start(flow, execution, { ...input, plan: planned.plan?.hash });
  // What it was at goes away as a whole: nothing is taken back.
  const stop = () => void cloudFlow.call("StopExecution", { FlowName: flow, ExecutionName: execution }).catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const { verdict, status } = await followAloud(cloudFlow, flow, execution, { print, flags: "", isLeft: false });
  signal.removeEventListener("abort", stop);
  if (verdict !== undefined) for (const line of endLines(verdict)) print(line);
  if (verdict === undefined) throw new AlbflowError("Failed", reason("tryout-without-verdict", { execution, status }));
  if (verdict.state !== "verified") throw notRotated(execution, verdict.reason);
  const seen = await served(host, ownDomain(field));
  if (seen === successor.serial) return { serial: seen };
  throw new AlbflowError(
    "Failed",
    reason("tryout-not-served", { execution, expected: successor.serial, served: seen }),
  );
}

function notRotated(execution: string, cause: Reason): AlbflowError {
  return new AlbflowError("Failed", reason("tryout-not-rotated", { execution, cause }));
}
