import { userInfo } from "node:os";
import { cliMessage, cliMessages, inSeries, labelled } from "../../deployment/language.ts";
import { type BulkEnd, type BulkLimits, bulkEndOf } from "../../shared/core/bulk/bulkProgress.ts";
import { type BulkTarget, isChanging, planBulk } from "../../shared/core/bulk/planBulk.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { followExecution } from "../../shared/core/followExecution.ts";
import { impactsOf } from "../../shared/core/impact.ts";
import { changeName, changeValue } from "../../shared/core/messages/fieldNames.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { planRows } from "../../shared/core/planRows.ts";
import { type Plan, storyOf, type Verdict } from "../../shared/core/verdict.ts";
import type { CertificateList } from "../../shared/features/inventory/certificateStatus.ts";
import { certificateTargets, isPerCertificate } from "../../shared/features/inventory/certificateTargets.ts";
import type { ListenerList } from "../../shared/features/inventory/listedListener.ts";
import { selectorIn } from "../../shared/features/inventory/selector.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { Session } from "../../shared/platform/session.ts";
import { complain } from "../complaint.ts";
import { flagsOf, withConnection } from "../connection.ts";
import { INTERRUPTED } from "../leaving.ts";
import { isForMachines, printAnswer } from "../output.ts";
import { printableLines } from "../printable.ts";
import { tableLines } from "../table.ts";
import { bulkRun } from "./bulkRun.ts";
import type { OperationCommand } from "./commands.ts";
import { EXIT } from "./exitCodes.ts";
import { previewOf } from "./previewOf.ts";
import { inputGiven, readInput } from "./readInput.ts";
import { mayStart, type RunOptions, startPlanned } from "./runOperation.ts";

/** How one operation is run on everything that a selector names, or that holds one of the certificates. */
export interface BulkOptions extends RunOptions, BulkLimits {
  selector?: string;
  certificates?: string[];
  regions?: string[];
  accounts?: string[];
}

/** What is changed: a listener, and of a rotation which certificate of it is followed by which. */
interface Target extends BulkTarget {
  region: string;
  description: string;
  refused?: Reason;
}

/** A target with the plan for it. */
interface Planned {
  row: Target;
  input: object;
  verdict: Pick<Verdict, "state" | "reason" | "plan" | "touches">;
}

/**
 * Plans an operation on every listener that is selected, or for every certificate, shows all plans, asks once, and carries out
 * those that change something: the first alone, the rest a few at a time, within an error budget. Gives the exit code of the
 * worst end.
 */
export async function runInBulk(
  { name: operation, input: schema }: OperationCommand,
  fields: Record<string, unknown>,
  options: BulkOptions,
): Promise<number> {
  const perCertificate =
    options.certificates !== undefined || isPerCertificate(schema.required ?? [], { ...inputGiven(fields), ...fields });
  refusePlaceIn(operation, inputGiven(fields));
  const inputFor = (target: object) => readInput({ name: operation, input: schema }, { ...fields, ...target });
  const print = isForMachines(options) ? () => {} : (line: string) => console.log(printableLines(line));
  return withConnection(options, async (connection) => {
    const { session } = connection;
    const answer = (reported: object) =>
      printAnswer(withMessages(reported, cliMessages()) as object, { ...options, connection }, () => []);
    const functions = openFunctions(session);
    const { rows, unavailable } = await targetsOf(functions, session, perCertificate, options);
    for (const { account, region, reason: cause } of unavailable)
      print(
        cliMessage("region-unreadable", { region: account === undefined ? region : `${account}/${region}`, cause }),
      );
    const requestedBy = options.as ?? userInfo().username;
    const planned = await planBulk(rows, async (row): Promise<Planned> => {
      const { listenerId, region, account, certificateId, successorId, refused } = row;
      if (refused !== undefined)
        return { row, input: {}, verdict: { state: "refused", reason: refused, plan: null, touches: [] } };
      const isHome = account === undefined && region === session.region;
      const place = isHome ? {} : { region, ...(account === undefined ? {} : { account }) };
      const certificates = certificateId === undefined ? {} : { certificateId, successorId };
      const input = { ...inputFor({ listenerId, ...place, ...certificates }), requestedBy };
      return { row, input, verdict: await previewOf(functions, operation, input, print).catch(refusedBy) };
    });
    for (const line of planLines(planned)) print(line);
    const targets = planned.filter(({ verdict }) => isChanging(verdict));
    const isRefused = planned.some(({ verdict }) => verdict.state === "refused");
    if (options.plan === true || targets.length === 0) {
      await answer({ operation, plans: planned.map(planView), unavailable });
      if (isRefused) return EXIT.refused;
      return targets.length > 0 && options.detailedExitcode === true ? EXIT.wouldChange : EXIT.done;
    }
    // One question for all of them: with everything that any of them means.
    const impacts = [...new Set(targets.flatMap(({ verdict }) => impactsOf(verdict.plan ?? {})))];
    const needsApproval = targets.some(({ verdict }) => verdict.plan?.needsApproval === true);
    if (!(await mayStart({ plan: { impacts, needsApproval } }, options))) return EXIT.refused;

    let interrupted = false;
    const running: string[] = [];
    const leave = () => {
      // What runs is in the cloud: a second Ctrl-C leaves it there.
      if (interrupted) process.exit(INTERRUPTED);
      interrupted = true;
      complain(reason("bulk-interrupted", { executions: running, flags: flagsOf(options) }));
    };
    process.on("SIGINT", leave);
    const cloudFlow = openCloudFlow(session);
    const run = async ({ row, input, verdict }: Planned): Promise<BulkEnd> => {
      const execution = `cli-${operation}-${row.listenerId}-${clock.now().toString(36)}`;
      await startPlanned(connection, { operation, execution, request: input, planned: verdict }, options);
      running.push(execution);
      print(cliMessage("bulk-started", { listenerId: row.listenerId, execution }));
      const flow = flowNameOf(prefix(), operation);
      const { verdict: last } = await followExecution(cloudFlow, flow, execution, () => undefined);
      running.splice(running.indexOf(execution), 1);
      const end = bulkEndOf(last);
      const said = last === undefined ? [] : storyOf(last).map((one) => cliMessages().sentences(one));
      print(`${end === "done" ? "✓" : "✗"} ${row.listenerId}: ${said.join(" ")}`);
      return end;
    };
    const { ends, stopped } = await bulkRun(targets, run, options, () => interrupted).finally(() =>
      process.off("SIGINT", leave),
    );
    const left = ends.filter(({ end }) => end === null).map(({ target }) => target.row.listenerId);
    if (stopped !== null) complain(reason("bulk-stopped", { cause: stopped, listenerIds: left }));
    await answer({
      operation,
      stopped,
      listeners: ends.map(({ target: { row }, end }) => ({ ...namedIn(row), end })),
      unavailable,
    });
    const worst = ends.map(({ end }) => end);
    if (interrupted) return INTERRUPTED;
    if (worst.includes("failed")) return EXIT.failed;
    if (worst.includes("undone")) return EXIT.undone;
    return isRefused || worst.includes("refused") || stopped !== null ? EXIT.refused : EXIT.done;
  });
}

/** One that cannot be planned costs itself. */
function refusedBy(error: unknown): Planned["verdict"] {
  if (!(error instanceof AlbflowError)) throw error;
  return { state: "refused", reason: error.reason, plan: null, touches: [] };
}

/** What is found somewhere is changed there, and nowhere else. Throws `AlbflowError` InvalidInput for an input that names a place. */
function refusePlaceIn(operation: string, input: object): void {
  const named = ["region", "account"].filter((name) => Object.hasOwn(input, name));
  const problems = named.map((name) => reason("option-unknown", { option: `--input: ${name}` }));
  if (problems.length > 0) throw new AlbflowError("InvalidInput", reason("options-invalid", { operation, problems }));
}

/** What is selected, and the regions that could not be read. Throws `AlbflowError` InvalidInput when nothing is. */
async function targetsOf(
  functions: ReturnType<typeof openFunctions>,
  { accountId }: Session,
  perCertificate: boolean,
  { selector, certificates, regions, accounts }: BulkOptions,
): Promise<{ rows: Target[]; unavailable: CertificateList["unavailable"] }> {
  const { isMeant, isMeantCertificate, asksCertificates } = selectorIn(selector ?? "id=*");
  const ids = certificates?.flatMap((one) => one.split(",")).map((id) => id.trim());
  const places = { ...(regions === undefined ? {} : { regions }), ...(accounts === undefined ? {} : { accounts }) };
  const list = async (name: string, more: object) =>
    functions.invoke(flowNameOf(prefix(), name), { ...places, ...more });
  const { listeners, unavailable } = (await list("listListeners", {
    certificates: asksCertificates && !perCertificate,
  })) as ListenerList;
  const meant = listeners.filter((row) => isMeant(row, accountId));
  const nothing = new AlbflowError(
    "InvalidInput",
    reason("selector-empty", { selector: [selector ?? [], ids ?? []].flat().join(", ") }),
  );
  if (meant.length === 0) throw nothing;
  if (!perCertificate) {
    const rows = meant.filter(({ certificates }) => !asksCertificates || certificates.some(isMeantCertificate));
    if (rows.length === 0) throw nothing;
    return { rows, unavailable };
  }
  const held = (await list("listCertificates", {})) as CertificateList;
  const nameOf = ({ account, region, listenerId }: { account?: string; region: string; listenerId: string }) =>
    [account, region, listenerId].join("/");
  const holders = new Set(meant.map(nameOf));
  const targets = certificateTargets(
    held.certificates,
    (certificate, holder) =>
      (ids === undefined || ids.includes(certificate.id)) &&
      isMeantCertificate(certificate) &&
      holders.has(nameOf(holder)),
  );
  if (targets.length === 0) throw nothing;
  return { rows: targets.map(({ holder, ...target }) => ({ ...holder, ...target })), unavailable: held.unavailable };
}

/** A line for each: what it changes and means, or why it is not done. */
function planLines(planned: Planned[]): string[] {
  const rows = planned.map(({ row, verdict: { state, plan, reason: why } }) => [
    state === "refused" ? "✗" : plan === null || state === "unchanged" ? "–" : "→",
    row.listenerId,
    row.description,
    ...(row.certificateId === undefined ? [] : [`${row.certificateId} → ${row.successorId ?? "–"}`]),
    plan === null || state === "refused" ? "" : cliMessage("impacts-named", { impacts: impactsOf(plan) }),
    plan === null || state === "refused" ? cliMessages().message(why) : inSeries(whatChanges(plan)),
  ]);
  return tableLines(rows);
}

/** Each field with what it is and will be, and what that means beyond the impact itself. */
function whatChanges(plan: Plan): string[] {
  const { language, message } = cliMessages();
  const values = (field: string, lines: string[]) =>
    lines.map((line) => changeValue(field, line, language)).join(", ") || "–";
  return [
    ...planRows(plan).map(({ field, before, after }) =>
      labelled(changeName(field, language), `${values(field, before)} → ${values(field, after)}`),
    ),
    ...plan.effect.filter(({ code }) => code !== "impact-only").map(message),
  ];
}

function planView({ row, verdict: { state, reason: why, plan } }: Planned) {
  return {
    ...namedIn(row),
    state,
    reason: why,
    ...(plan === null ? {} : { impacts: impactsOf(plan), hash: plan.hash }),
  };
}

/** What a program knows a target by. */
function namedIn({ listenerId, region, account, certificateId, successorId }: Target) {
  return {
    listenerId,
    region,
    ...(account === undefined ? {} : { account }),
    ...(certificateId === undefined ? {} : { certificateId, successorId: successorId ?? null }),
  };
}
