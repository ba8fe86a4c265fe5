import { cliMessage, cliMessages, cliSentences, labelled } from "../../deployment/language.ts";
import { labelsOf } from "../../shared/core/certificates/certificate.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { listenerStates } from "../../shared/core/messages/listenerStates.ts";
import { wordOf } from "../../shared/core/messages/message.ts";
import { trafficText } from "../../shared/core/messages/trafficText.ts";
import type { ProbeResult } from "../../shared/core/verdict.ts";
import type { DomainAnswer, ListenerList } from "../../shared/features/inventory/listedListener.ts";
import type { ListenerDescription } from "../../shared/features/inventory/listenerDescription.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { clock } from "../../shared/platform/clock.ts";
import { regionName } from "../../shared/platform/place.ts";
import { inColour } from "../colour.ts";
import { type Column, headsOf, labelOf } from "../columns.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { tableLines } from "../table.ts";

/** Asks a function of the deployment and prints what it says, as JSON or in lines. */
export async function ask<Answer extends object>(
  name: string,
  event: object,
  options: ConnectionOptions & OutputOptions,
  linesOf: (answer: Answer, isWide: boolean) => string[],
  exitCodeOf: (answer: Answer) => number = () => 0,
): Promise<number> {
  return withConnection(options, async (connection) => {
    const answer = (await openFunctions(connection.session).invoke(flowNameOf(prefix(), name), event)) as Answer;
    await printAnswer(answer, { ...options, connection }, linesOf);
    return exitCodeOf(answer);
  });
}

/** A probe that saw something else than is configured can be watched for: 1. What could not be seen is no failure. */
export function exitCodeOfProbes({ probes }: { probes: ProbeResult[] }): number {
  return probes.some(({ problem }) => problem !== null) ? 1 : 0;
}

/** A table of listeners, and below it what somebody should look at. */
export function listenerLines({ listeners, unavailable, index }: ListenerList, isWide = false): string[] {
  const rows = listeners.map((row) => {
    const { account, region, listenerId, protocol, port, status, certificates, description } = row;
    return [
      account === undefined ? listenerId : `${account}/${region}/${listenerId}`,
      `${protocol} ${port}`,
      status === "Running" ? stateWord(status) : inColour(stateWord(status), "yellow"),
      describeDays(certificates.map(({ daysLeft }) => daysLeft)),
      description,
      ...(isWide ? wideCells(row) : []),
    ];
  });
  const more: Column[] = isWide ? ["region", "instance", "TLS policy", "server groups", "tracing", "tags"] : [];
  const head = headsOf("listener", "port", "state", "certificate", "name", ...more);
  const lines = rows.length === 0 ? [cliSentences("nothing-listed")] : tableLines([head, ...rows]);
  const warnings = listeners.flatMap(({ listenerId, warnings }) =>
    warnings.map((warning) => labelled(listenerId, cliMessages().message(warning))),
  );
  const missing = unavailable.map(({ account, region, reason: cause }) =>
    cliMessage("region-unreadable", { region: account === undefined ? region : `${account}/${region}`, cause }),
  );
  const notes = [...warnings, ...missing, ...(index === undefined ? [] : indexLines(index, listeners.length))];
  return [...lines, ...(notes.length === 0 ? [] : ["", ...notes])];
}

/** How old the index is by which listeners of a domain were found, and what it does not know. */
function indexLines({ to, unknown, incomplete, isCut }: DomainAnswer, shown: number): string[] {
  if (to === null) return [cliSentences("index-none")];
  const minutes = Math.max(0, Math.round((clock.now() - to) / 60_000));
  return [
    cliSentences("index-age", { to, minutes }),
    ...(unknown.length === 0 ? [] : [cliSentences("index-gaps", { places: unknown.map(regionName) })]),
    ...(incomplete === 0 ? [] : [cliSentences("index-incomplete", { listeners: incomplete })]),
    ...(isCut ? [cliSentences("index-cut", { shown })] : []),
  ];
}

function wideCells(row: ListenerList["listeners"][number]): string[] {
  const { region, loadBalancerId, tlsPolicyId, serverGroupIds, tracing, tags = {} } = row;
  const marks = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return [
    region,
    loadBalancerId,
    tlsPolicyId,
    serverGroupIds.join(","),
    tracing ? cliMessage("tracing-on") : "",
    marks.join(","),
  ];
}

/** The days of the one that ends first, and whether there are some of which nobody knows: `6 d`, `6 d, 1 unknown`, `unknown`. */
function describeDays(days: (number | null)[]): string {
  const known = days.filter((left) => left !== null);
  const unknown = days.length - known.length;
  if (days.length === 0) return "";
  const first = known.length === 0 ? null : Math.min(...known);
  const text = cliMessage("days-counted", { days: first, unknown });
  return first !== null && first < SOON_DAYS ? inColour(text, first < URGENT_DAYS ? "red" : "yellow") : text;
}

/** Days left from which on somebody should look. */
const SOON_DAYS = 30;
const URGENT_DAYS = 7;

/** One listener, in the order in which somebody in a hurry asks. */
export function descriptionLines(description: ListenerDescription): string[] {
  const {
    listener,
    loadBalancer,
    certificates,
    clientCas,
    tlsPolicy,
    serverGroups,
    traffic,
    figures,
    metrics = null,
    traces,
    probes,
    warnings,
  } = description;
  return [
    `${listener.ListenerId}  ${listener.ListenerProtocol} ${listener.ListenerPort}  ${stateWord(listener.ListenerStatus)}  ${listener.ListenerDescription ?? ""}`.trimEnd(),
    `  ${labelOf("instance", 14)}${loadBalancer.LoadBalancerId} (${loadBalancer.LoadBalancerEdition}), ${loadBalancer.DNSName}`,
    ...certificates.map(
      ({ isDefault, daysLeft, endsWith, ...certificate }) =>
        `  ${labelOf(isDefault ? "default" : "additional", 14)}${certificate.id}  ${labelsOf(certificate).join(", ")}  ${cliMessage("days-left", { days: daysLeft })}${
          endsWith === undefined ? "" : ` (${cliMessage("intermediate-ends-first", { intermediate: endsWith })})`
        }`,
    ),
    ...clientCas.map(
      ({ id, name, daysLeft }) =>
        `  ${labelOf("client CA", 14)}${id}  ${name}  ${cliMessage("days-left", { days: daysLeft })}`,
    ),
    ...(tlsPolicy === null ? [] : [`  ${labelOf("TLS policy", 14)}${tlsPolicy.id} (${tlsPolicy.versions.join(", ")})`]),
    ...belongingLines(listener),
    ...serverGroups.map(
      ({ id, servers }) =>
        `  ${labelOf("server group", 14)}${id}, ${cliMessage("group-servers", { servers: servers.length })}`,
    ),
    `  ${labelOf("traffic", 14)}${cliMessages().message(traffic)}`,
    ...(figures === null ? [] : [`  ${" ".repeat(14)}${trafficText(figures, cliMessages().language)}`]),
    ...(metrics === null ? [] : [`  ${" ".repeat(14)}${cliMessages().message(metrics)}`]),
    ...(traces === "" ? [] : [`  ${labelOf("traces", 14)}${traces}`]),
    ...probeLines(probes).map((line) => `  ${line}`),
    ...warnings.map((warning) => `! ${cliMessages().message(warning)}`),
  ];
}

/** Who is let in, what servers are told, and what else is set on it. */
function belongingLines(listener: ListenerDescription["listener"]): string[] {
  const { CaEnabled, CaCertificates, AclConfig, Tags = [], Unknown = [], XForwardedForConfig } = listener;
  const authorities = (CaCertificates ?? []).map(({ CertificateId = "" }) => CertificateId);
  const lists = (AclConfig?.AclRelations ?? []).map(({ AclId }) => AclId);
  const headers = Object.entries(XForwardedForConfig ?? {})
    .filter(([name, value]) => name.endsWith("Enabled") && value === true)
    .map(([name]) => name.replace(/Enabled$/, ""));
  return [
    ...(CaEnabled === true
      ? [`  ${labelOf("clients", 14)}${cliMessage("clients-need-certificate", { authorities })}`]
      : []),
    ...(lists.length === 0
      ? []
      : [`  ${labelOf("access lists", 14)}${labelled(AclConfig?.AclType ?? "", lists.join(", "))}`]),
    ...(headers.length === 0 ? [] : [`  ${labelOf("headers", 14)}${headers.join(", ")}`]),
    ...(Tags.length === 0
      ? []
      : [`  ${labelOf("tags", 14)}${Tags.map(({ Key, Value }) => `${Key}=${Value}`).join(", ")}`]),
    ...(Unknown.length === 0
      ? []
      : [`  ${labelOf("not known", 14)}${cliMessage("settings-not-known", { settings: Unknown })}`]),
  ];
}

/** What was seen, and what could not be seen. */
export function probeLines(probes: ProbeResult[], messages = cliMessages()): string[] {
  return probes.map(({ probe, found, problem, inconclusive }) => {
    const what = messages.message(probe);
    if (inconclusive !== null) return `${inColour("?", "yellow")} ${labelled(what, messages.message(inconclusive))}`;
    if (problem !== null) return `${inColour("✗", "red")} ${labelled(what, messages.message(problem))}`;
    return `${inColour("✓", "green")} ${found === null ? what : labelled(what, messages.message(found))}`;
  });
}

/** The state of a listener in the reader's language. */
function stateWord(status = ""): string {
  return wordOf(listenerStates, status, cliMessages().language);
}
