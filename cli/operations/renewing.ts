import { cliMessages } from "../../deployment/language.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { followExecution } from "../../shared/core/followExecution.ts";
import type { CertificateList } from "../../shared/features/inventory/certificateStatus.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { clock } from "../../shared/platform/clock.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { tableLines } from "../table.ts";
import { openProgress } from "./progress.ts";

type Options = ConnectionOptions & OutputOptions;

/** A table of the certificates that listeners hold: until when, what follows each, and when, or why nothing does. */
export function renewalLines({ certificates, unavailable }: CertificateList): string[] {
  const rows = certificates.map(({ id, names, daysLeft, renewalStatus, actsAt, successor, reason: why, listeners }) => [
    id,
    names.join(","),
    daysLeft === null ? "unknown" : `${daysLeft} d`,
    renewalStatus,
    successor?.id ?? "–",
    actsAt > 0 ? new Date(actsAt).toISOString().slice(0, 10) : "",
    listeners.map(({ listenerId }) => listenerId).join(","),
    why === null ? "" : cliMessages().message(why),
  ]);
  return [
    ...tableLines([["certificate", "names", "ends in", "renewal", "successor", "on", "listeners", ""], ...rows]),
    ...unavailable.map((one) => `${one.region}: ${cliMessages().message(one.reason)}`),
  ];
}

/** Starts a round of renewal, as the timer does every hour, and says where it is followed. */
export async function renew(options: Options): Promise<number> {
  const { execution } = (await withConnection(options, ({ session }) =>
    openFunctions(session).invoke(flowNameOf(prefix(), "renewCertificates"), {}),
  )) as { execution: string };
  printAnswer({ execution }, options, () => [
    cliMessages().sentences(reason("round-started", { execution, flags: flagsOf(options) })),
  ]);
  return 0;
}

/** What became of an order. */
interface Order {
  state: "issued" | "found" | "refused";
  reason?: Reason;
  successorId: string;
}

/** Orders the successor of a certificate, follows the order to its end, and says what came of it: 2 when it was refused. */
export async function order(certificateId: string, options: Options): Promise<number> {
  return withConnection(options, async ({ session }) => {
    const cloudFlow = openCloudFlow(session);
    const flow = flowNameOf(prefix(), "issueCertificate");
    const execution = `cli-issueCertificate-${clock.now().toString(36)}`;
    await cloudFlow.start(flow, execution, { certificateId });
    const progress = openProgress();
    progress.show("Issue");
    await followExecution(cloudFlow, flow, execution, () => undefined).finally(() => progress.clear());
    const details = (await cloudFlow.history(flow, execution)).map(
      ({ EventDetail }) => JSON.parse(EventDetail) as Partial<Record<"input" | "output", { order?: Order }>>,
    );
    const last = details.map(({ input, output }) => output?.order ?? input?.order).findLast((one) => one !== undefined);
    const end = last ?? { state: "refused" as const, successorId: "" };
    printAnswer({ execution, ...end }, options, () => [
      ...(end.successorId === "" ? [] : [end.successorId]),
      end.reason === undefined
        ? `${end.state}; albflow execution ${execution}${flagsOf(options)}`
        : cliMessages().sentences(end.reason),
    ]);
    return end.state === "refused" ? 2 : 0;
  });
}
