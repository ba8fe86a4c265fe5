import { cliMessages } from "../../deployment/language.ts";
import type { Endpoints } from "../../local/localCloud.ts";
import type { StateVisit } from "../../shared/core/executions.ts";
import type { ServedCertificate } from "../../shared/core/verdict.ts";
import type { RenewalReport } from "../../shared/features/renewal/report.ts";
import { clock } from "../../shared/platform/clock.ts";
import type { DemoResult } from "./demoResult.ts";
import type { DemoSeed } from "./demoSeed.ts";

/** Tells a person what the demo does, as it happens. */
export function demoOutput(print: (line: string) => void, startedAt: number) {
  const seconds = () => `${((clock.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
  const step = (mark: string, name: string, text: string) => print(`${seconds()}  ${mark} ${name.padEnd(14)} ${text}`);
  return {
    opening(endpoints: Endpoints, seed: DemoSeed, target: { host: string; port: number }) {
      print("albflow demo: a certificate that is about to expire is rotated while clients watch\n");
      step("·", "local cloud", `${endpoints.alb} (ALB) and five more; the official SDKs call it like the real one`);
      step("·", "listener", `${seed.listenerId} on https://${target.host}:${target.port}`);
      step(
        "·",
        "default",
        `${seed.expiring.id}  ${seed.expiring.names.join(", ")}  expires ${day(seed.expiring.notAfter)}`,
      );
      step("·", "additional", `${seed.bystander.id}  ${seed.bystander.names.join(", ")}  nobody may touch it`);
      step("·", "clients", "handshakes for each name and for none, and HTTPS requests, without a pause");
      print("");
    },
    renewal(report: RenewalReport) {
      step(
        "✓",
        "timer",
        `renewCertificates looked at ${report.bindings} certificates on ${report.listeners} listeners`,
      );
      for (const { certificateId, daysLeft, successorId } of report.rotations) {
        step("→", "due", `${certificateId} has ${daysLeft} days left; ${successorId} follows`);
      }
      for (const { certificateId, daysLeft, reason } of report.notRenewable) {
        step(
          "✗",
          "due",
          `${certificateId} has ${daysLeft} days left, but ${reason === null ? "nothing follows" : cliMessages().message(reason)}`,
        );
      }
    },
    visit({ name, enteredAt, exitedAt, verdict }: StateVisit) {
      if (exitedAt === undefined || verdict === undefined || SILENT.has(name)) return;
      const took = `${((exitedAt - enteredAt) / 1000).toFixed(2)} s`;
      const text =
        name === "Report" ? "a record of it is kept in Simple Log Service" : cliMessages().message(verdict.reason);
      step(BAD.has(verdict.state) ? "✗" : "✓", name, `${took.padStart(6)}  ${text}`);
    },
    summary(
      result: DemoResult,
      more: {
        before: ServedCertificate;
        after: ServedCertificate;
        complaints: string[];
        records: number;
        status: string;
      },
    ) {
      const { handshakes, requests } = result;
      const certificate = ({ subject, names, serial, notAfter }: ServedCertificate) =>
        `${subject} (${names.join(", ")})  serial ${serial.slice(0, 12)}…  expires ${notAfter.slice(0, 10)}`;
      print("");
      const why = result.reasons.map((one) => cliMessages().sentences(one)).join(" ");
      print(result.rotated ? "Rotated, and no client saw anything wrong." : `Not rotated: ${why}`);
      print(`  before      ${certificate(more.before)}`);
      print(`  after       ${certificate(more.after)}`);
      print(`  untouched   ${result.untouched.join(", ")}`);
      print(`  handshakes  ${handshakes.total}, ${handshakes.wrong} wrong, ${handshakes.failed} failed`);
      print(`  requests    ${requests.total}, ${requests.failed} failed`);
      print(
        `  execution   ${more.status}: ${result.transitions} state transitions, ${result.apiCalls} API calls, ${more.records} ${more.records === 1 ? "record" : "records"} kept`,
      );
      print(`  elapsed     ${(result.elapsedMs / 1000).toFixed(1)} s`);
      for (const complaint of more.complaints) print(`  complaint   ${complaint}`);
    },
  };
}

/** Choices and pauses tell nothing that the states beside them do not. */
const SILENT = new Set([
  "IsPlanned",
  "IsReady",
  "IsVerified",
  "IsUndone",
  "IsBack",
  "IsFailed",
  "Pause",
  "PauseUndo",
  "ReportFailure",
  "Done",
]);
const BAD = new Set(["refused", "failed", "mismatched"]);

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
