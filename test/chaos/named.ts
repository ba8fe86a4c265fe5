import { lockedNameOf } from "../../shared/core/lock.ts";
import { nameAt } from "../../shared/platform/place.ts";
import { TOUCHES } from "../attacks/touches.ts";
import type { SeenCall } from "./calls.ts";
import { flowOf, wordsOf } from "./expectations.ts";
import type { Run } from "./runCase.ts";

/** What every operation writes to, whatever it is about: its functions, its lock, what it keeps, the record of its end. */
const OF_EVERY_OPERATION = [
  "albflow-verify",
  "albflow-report",
  "albflow-approval",
  "project/albflow-reports/logstore/albflow",
  "flow/albflow-keep",
];

/**
 * Writes and changes of a run that are about nothing that its input names, that its plan has to touch (by the table that the
 * test of all grants rests on, not by what the plan says of itself), or that it has made itself; one sentence each.
 */
export function unnamed(run: Run): string[] {
  const named = new Set([
    ...OF_EVERY_OPERATION,
    flowOf(run.operation),
    ...wordsOf(run.input),
    ...(TOUCHES[run.operation] ?? []).flatMap((entry) => [entry, ...entry.split("/")]),
  ]);
  const { account: accountId, region } = run.input as { account?: string; region?: string };
  const place = accountId === undefined || region === undefined ? undefined : { accountId, region };
  const lockOf = (name: string) => lockedNameOf(nameAt(place, name));
  const against: string[] = [];
  for (const call of run.calls.filter(({ isWrite }) => isWrite)) {
    const targets = targetsOf(call);
    const isNamed = (target: string) => named.has(target) || [...named].some((name) => lockOf(name) === target);
    if (!targets.some(isNamed))
      against.push(`${call.service}.${call.action} is about ${targets.join(", ") || "nothing that it says"}`);
    for (const id of call.made) named.add(id);
  }
  for (const { kind, names } of run.changed) {
    if (!names.some((name) => named.has(name))) against.push(`the ${kind} ${names.join(", ")} has changed`);
  }
  return against;
}

/** What a write is about, by every name that it may be known by: what has no id yet is known by its own. */
function targetsOf({ service, action, by = "", parameters, resource = "" }: SeenCall): string[] {
  const named = (kind: string, parameter: string) => [`${kind}=${parameters.get(parameter) ?? ""}`];
  switch (`${service}.${action}`) {
    case "fc.InvokeFunction":
      return [by.split(" ")[0] ?? ""];
    case "fnf.StartExecution":
    case "fnf.StopExecution":
      return resource === "flow/albflow-lock" ? lockedBy(parameters.get("ExecutionName") ?? "") : [resource];
    case "alb.CreateServerGroup":
      return closedFor(parameters.get("ServerGroupName") ?? "") ?? named("sgp", "ServerGroupName");
    case "alb.CreateSecurityPolicy":
      return named("tls", "SecurityPolicyName");
    case "cas.UploadUserCertificate":
      return [`cert=${/^albflow-copy-of-(.+)$/.exec(resource)?.[1] ?? ""}`];
    case "sls.CreateProject":
      return named("log", "projectName");
    default:
      return service === "sls" ? [resource, `log=${resource.split("/")[1] ?? ""}`] : [resource];
  }
}

/** `lsn-1_4` is the fourth lock of lsn-1. What people name themselves is locked by a hash of its name. */
function lockedBy(execution: string): string[] {
  return [execution.replace(/_\d+$/, "")];
}

/** Where a listener forwards to until it is whole, a group without servers: it is a matter of the listener's instance. */
function closedFor(name: string): string[] | undefined {
  const [, instance] = /^albflow-closed-(alb-\w+)-[A-Z]+-\d+$/.exec(name) ?? [];
  return instance === undefined ? undefined : [instance];
}
