import { cliMessage, cliSentences } from "../../deployment/language.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { operationNames } from "../../shared/core/operationNames.ts";
import { pendingApproval } from "../../shared/core/pendingApproval.ts";
import { textIn, type Verdict } from "../../shared/core/verdict.ts";
import { approvalRequestOf } from "../../shared/features/approvals/approvalRequestOf.ts";
import { type CloudFlowClient, openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { eachLimited } from "../../shared/platform/eachLimited.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Column, headsOf } from "../columns.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { type HomeView, type OutputOptions, printAnswer } from "../output.ts";
import { headedTable } from "../table.ts";

/** A question that waits for somebody's word, as the command line tells it. */
interface WaitingApproval extends ReturnType<typeof approvalRequestOf> {
  execution: string;
  operation: string;
  requestedBy: string;
  approvedBy: string[];
  /** When it is no longer asked, in RFC 3339. */
  until: string;
}

/** Prints what waits for somebody's word; what waits the shortest first. Gives the exit code. */
export async function printApprovals(options: ConnectionOptions & OutputOptions): Promise<number> {
  return withConnection(options, async (connection) => {
    const waiting = await waitingIn(openCloudFlow(connection.session));
    const approvals = waiting.map((verdict) => approvalOf(verdict, connection.home));
    approvals.sort((one, other) => (one.until < other.until ? -1 : 1));
    await printAnswer({ approvals }, { ...options, connection }, (_, isWide) => approvalLines(approvals, isWide));
    return 0;
  });
}

/** A table of them, and how they are answered. */
export function approvalLines(approvals: WaitingApproval[], isWide = false): string[] {
  if (approvals.length === 0) return [cliSentences("nothing-waits")];
  const more: Column[] = isWide ? ["name", "port", "instance", "account", "region", "ticket"] : [];
  const rows = approvals.map((one) => [
    one.execution,
    one.operation,
    one.listenerId,
    one.requestedBy,
    one.why,
    one.approvedBy.join(", "),
    one.until.slice(0, 16).replace("T", " "),
    ...(isWide ? [one.listenerName, one.listens, one.loadBalancerId, one.account, one.region, one.ticket] : []),
  ]);
  const head = headsOf("execution", "operation", "listener", "asked by", "why", "agreed", "until (UTC)", ...more);
  return [...headedTable(head, rows), "", cliMessage("approvals-answered")];
}

function approvalOf(verdict: Verdict, { account, region }: HomeView): WaitingApproval {
  const { execution, operation, input, approvedBy, votesUntil } = verdict;
  return {
    execution,
    operation,
    ...approvalRequestOf(verdict, { account: account ?? "", region, environment: "" }),
    requestedBy: textIn(input, "requestedBy"),
    approvedBy,
    until: new Date(votesUntil).toISOString(),
  };
}

/** The verdicts with which executions of operations wait. A flow that is not deployed has none. */
async function waitingIn(cloudFlow: CloudFlowClient): Promise<Verdict[]> {
  const found = await eachLimited(operationNames, async (operation) => waitingOf(cloudFlow, operation), AT_ONCE);
  return found.flat();
}

async function waitingOf(cloudFlow: CloudFlowClient, operation: string): Promise<Verdict[]> {
  const flow = flowNameOf(prefix(), operation);
  try {
    const running = await cloudFlow.list(flow, "", MOST, "Running");
    const questions = await eachLimited(
      running,
      async ({ Name }) => pendingApproval(await cloudFlow.history(flow, Name))?.verdict,
      AT_ONCE,
    );
    return questions.flatMap((one) => one ?? []);
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return [];
    throw error;
  }
}

const AT_ONCE = 4;
/** Of each operation. */
const MOST = 99;
