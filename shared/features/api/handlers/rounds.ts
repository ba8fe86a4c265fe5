import { flowNameOf } from "../../../core/flowDefinition.ts";
import { acceptedLanguage } from "../../../core/messages/message.ts";
import { withMessages } from "../../../core/messages/withMessages.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { redact } from "../../../platform/redact.ts";
import type { RenewalReport } from "../../renewal/report.ts";
import type { ApiHandler, Deployed } from "../apiCall.ts";
import { allows, UNKNOWN } from "../authentication/identity.ts";
import { RequestError } from "../problem.ts";
import { sayerFor } from "../sayerFor.ts";
import { objectIn } from "../views.ts";

/**
 * `GET /rounds/{name}`: one round of renewal with its report, which is null until it has ended. Executions of its name
 * with a number behind it have gone on with it: the last of them has the report.
 */
export const describeRound: ApiHandler = async ({ deployed, identity, path, header, charge }) => {
  const name = path.name ?? "";
  const missing = new RequestError(404, reason("round-not-found", { round: name }));
  if (!/^round-[\w-]{1,100}$/.test(name) || !allows(identity, "view", TARGET)) throw missing;
  charge(1);
  const rows = await deployed.cloudFlow.list(flowNameOf(deployed.prefix, "renewCertificates"), name, 50);
  const parts = rows.filter((row) => row.Name === name || row.Name.startsWith(`${name}_`));
  const [latest] = parts;
  if (latest === undefined) throw missing;
  const last = parts.find(({ Output }) => "report" in objectIn(Output)) ?? latest;
  const { report = null } = objectIn(redact(last.Output)) as { report?: RenewalReport | null };
  const markdown = report === null ? "" : await markdownOf(deployed, report, header("accept-language"));
  return { status: 200, body: { name, status: last.Status, report, markdown } };
};

/** Another function puts the report into words: what its reasons say is given to it. */
async function markdownOf({ functions, prefix }: Deployed, report: RenewalReport, accepted: string): Promise<string> {
  const round = withMessages(report, await sayerFor(accepted));
  const event = { about: "round", round, language: acceptedLanguage(accepted) };
  return ((await functions.invoke(flowNameOf(prefix, "metrics"), event)) as { text: string }).text;
}

/** A round tells of every listener, whatever was done to it: one who may see a single operation of all may not see it. */
const TARGET = { operation: "renewCertificates", touches: [UNKNOWN] };
