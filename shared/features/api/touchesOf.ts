import { verdictsIn } from "../../core/executions.ts";
import { flowNameOf } from "../../core/flowDefinition.ts";
import { readSignedRequest } from "../../core/signedRequest.ts";
import { textIn, type Verdict } from "../../core/verdict.ts";
import type { ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { nameAt, type Place, placeIn } from "../../platform/place.ts";
import type { Deployed } from "./apiCall.ts";
import { allows, type Identity, UNKNOWN } from "./authentication/identity.ts";
import { objectIn } from "./views.ts";

/** All that a verdict's plan touches; unknown for a plan of which nobody has noted it. */
export function touchedIn({ plan, touches, input, place }: Verdict): string[] {
  return withListener(touches ?? (plan === null ? [] : [nameAt(place, UNKNOWN)]), textIn(input, "listenerId"), place);
}

/**
 * All that an execution touches or has touched: by every plan that its history tells of, and by what was signed when it was
 * started, before it has one. Of one that says nothing yet, or whose history is gone, it is unknown.
 */
export function touchesOf(
  deployed: Pick<Deployed, "secret" | "region" | "accountId">,
  operation: string,
  { Name, Input, Output, Status }: Pick<ExecutionRow, "Name" | "Input" | "Output" | "Status">,
  events: HistoryEvent[],
): string[] {
  const input = objectIn(Input);
  const signed = readSignedRequest(deployed.secret("requests"), { operation, execution: Name, input })?.touches ?? [];
  const last = objectIn(Output).verdict as Verdict | undefined;
  const verdicts = [...verdictsIn(events), ...(last === undefined ? [] : [last])];
  const touched = [...new Set([...signed, ...verdicts.flatMap(touchedIn)])];
  // An execution that has ended without a verdict never had a plan, as long as its history is there.
  const isOpen = verdicts.length === 0 && signed.length === 0 && (Status === "Running" || events.length === 0);
  const place = placeIn(input, deployed);
  const all = withListener(touched, textIn(input, "listenerId"), place);
  return isOpen || all.length === 0 ? [...all, nameAt(place, UNKNOWN)] : all;
}

/**
 * Whether somebody may see an execution in a list. What it touches stands in its output, or else in its history, which is
 * read only for those whose grants leave a question, and once.
 */
export async function maySee(
  deployed: Deployed,
  identity: Identity,
  operation: string,
  row: ExecutionRow,
): Promise<boolean> {
  const scope = (touches: string[]) => allows(identity, "view", { operation, touches });
  const input = objectIn(row.Input);
  const place = placeIn(input, deployed);
  const listenerId = textIn(input, "listenerId");
  // What takes another execution back says nothing of where that was.
  const isPlaced = textIn(input, "undo") === "" && textIn(input, "goBackFor") === "";
  if (isPlaced && scope([nameAt(place, UNKNOWN)])) return true;
  // No plan touches less than its listener, which may be known by its instance.
  if (listenerId !== "" && !scope([nameAt(place, listenerId)]) && !hasInstance(identity)) return false;
  const flow = flowNameOf(deployed.prefix, operation);
  const key = `${flow}/${row.Name}/${row.StartedTime}`;
  const known = remembered.get(key);
  if (known !== undefined) return scope(known);
  const isReported = (objectIn(row.Output).verdict as Verdict | undefined)?.touches !== undefined;
  const events = isReported ? [] : await deployed.cloudFlow.history(flow, row.Name);
  const touches = touchesOf(deployed, operation, row, events);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  if (row.Status !== "Running") remembered.set(key, touches);
  return scope(touches);
}

/** Whether any of somebody's grants may be for an instance, and so for listeners that it does not name. */
export function hasInstance({ grants }: Identity): boolean {
  return grants.some(({ resources }) => /^[a*]/.test(resources));
}

/** What executions that have ended touched: that changes no more. */
const remembered = new Map<string, string[]>();
const MOST_REMEMBERED = 2_000;

function withListener(touches: string[], listenerId: string, place: Place | undefined): string[] {
  const isThere = listenerId === "" || touches.some((entry) => entry.split("/").includes(listenerId));
  return isThere ? touches : [...touches, nameAt(place, listenerId)];
}
