import { cliMessage, cliMessages, cliSentences } from "../../deployment/language.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { followExecution } from "../../shared/core/followExecution.ts";
import type { CertificateList, CertificateStatus } from "../../shared/features/inventory/certificateStatus.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { clock } from "../../shared/platform/clock.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { type Column, headsOf } from "../columns.ts";
import { type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import { whenLeaving } from "../leaving.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { tableLines } from "../table.ts";
import { progressFor } from "./progress.ts";

type Options = ConnectionOptions & OutputOptions;

/** A table of the certificates that listeners hold: until when, what follows each, and when, or why nothing does. */
export function renewalLines({ certificates, unavailable }: CertificateList, isWide = false): string[] {
  const rows = certificates.map((one) => {
    const { id, names, daysLeft, renewalStatus, actsAt, successor, reason: why, listeners } = one;
    return [
      id,
      names.join(","),
      cliMessage("days-counted", { days: daysLeft, unknown: 0 }),
      cliMessage("renewal-status", { status: renewalStatus }),
      successor?.id ?? "–",
      actsAt > 0 ? dayOf(actsAt) : "",
      listeners.map(({ listenerId }) => listenerId).join(","),
      ...(isWide ? wideCells(one) : []),
      why === null ? "" : cliMessages().message(why),
    ];
  });
  const wide: Column[] = isWide ? ["valid from", "until", "region", "account", "name"] : [];
  const head = headsOf("certificate", "names", "ends in", "renewal", "successor", "on", "listeners", ...wide, "why");
  return [
    ...(rows.length === 0 ? [cliSentences("nothing-listed")] : tableLines([head, ...rows])),
    ...unavailable.map(({ account, region, reason: cause }) =>
      cliMessage("region-unreadable", { region: account === undefined ? region : `${account}/${region}`, cause }),
    ),
  ];
}

function wideCells({ notBefore, notAfter, account = "", listeners }: CertificateStatus): string[] {
  const regions = [...new Set(listeners.map(({ region }) => region))].join(",");
  const listenerNames = listeners.map(({ description }) => description).join(",");
  return [notBefore > 0 ? dayOf(notBefore) : "", notAfter > 0 ? dayOf(notAfter) : "", regions, account, listenerNames];
}

/** A moment as a day in UTC: `2026-12-05`. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Starts a round of renewal, as the timer does every hour, and says where it is followed. */
export async function renew(options: Options): Promise<number> {
  return withConnection(options, async (connection) => {
    const functions = openFunctions(connection.session);
    const { execution } = (await functions.invoke(flowNameOf(prefix(), "renewCertificates"), {})) as {
      execution: string;
    };
    await printAnswer({ execution }, { ...options, connection }, () => [
      cliMessages().sentences(reason("round-started", { execution, flags: flagsOf(options) })),
    ]);
    return 0;
  });
}

/** What became of an order. */
interface Order {
  state: "issued" | "found" | "refused";
  reason?: Reason;
  successorId: string;
}

/** Orders the successor of a certificate, follows the order to its end, and says what came of it: 2 when it was refused. */
export async function order(certificateId: string, options: Options): Promise<number> {
  return withConnection(options, async (connection) => {
    const cloudFlow = openCloudFlow(connection.session);
    const flow = flowNameOf(prefix(), "issueCertificate");
    const execution = `cli-issueCertificate-${clock.now().toString(36)}`;
    const progress = progressFor(isForMachines(options));
    const stay = whenLeaving(() => {
      progress.clear();
      return reason("watch-interrupted", { execution, flags: flagsOf(options) });
    });
    const follow = async () => {
      await cloudFlow.start(flow, execution, { certificateId });
      progress.show(cliMessage("progress-ordering", { certificateId }));
      await followExecution(cloudFlow, flow, execution, () => undefined);
    };
    await follow().finally(() => {
      stay();
      progress.clear();
    });
    const details = (await cloudFlow.history(flow, execution)).map(
      ({ EventDetail }) => JSON.parse(EventDetail) as Partial<Record<"input" | "output", { order?: Order }>>,
    );
    const last = details.map(({ input, output }) => output?.order ?? input?.order).findLast((one) => one !== undefined);
    const end = last ?? { state: "refused" as const, successorId: "" };
    await printAnswer({ execution, ...end }, { ...options, connection }, () => [
      ...(end.successorId === "" ? [] : [end.successorId]),
      end.reason === undefined
        ? cliMessage("order-ended", { state: end.state, execution, flags: flagsOf(options) })
        : cliMessages().sentences(end.reason),
    ]);
    return end.state === "refused" ? 2 : 0;
  });
}
