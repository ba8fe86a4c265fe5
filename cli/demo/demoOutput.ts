import { cliMessage, cliMessages, cliSentences } from "../../deployment/language.ts";
import type { Endpoints } from "../../local/localCloud.ts";
import type { ExampleSeed } from "../../local/seed/seedExample.ts";
import type { StateVisit } from "../../shared/core/executions.ts";
import type { ServedCertificate } from "../../shared/core/verdict.ts";
import type { RenewalReport } from "../../shared/features/renewal/report.ts";
import { clock } from "../../shared/platform/clock.ts";
import { labelOf } from "../columns.ts";
import { padToWidth } from "../displayWidth.ts";
import type { DemoResult } from "./demoResult.ts";

/** Tells a person what the demo does, as it happens. */
export function demoOutput(print: (line: string) => void, startedAt: number) {
  const seconds = () => `${((clock.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
  const step = (mark: string, name: string, text: string) =>
    print(`${seconds()}  ${mark} ${padToWidth(name, 14)} ${text}`);
  return {
    opening(endpoints: Endpoints, seed: ExampleSeed, target: { host: string; port: number }) {
      print(`${cliMessage("demo-title")}\n`);
      step("·", labelOf("local cloud"), cliMessage("demo-cloud", { endpoint: endpoints.alb }));
      step(
        "·",
        labelOf("listener"),
        cliMessage("demo-listener", { listenerId: seed.listenerId, url: `https://${target.host}:${target.port}` }),
      );
      step(
        "·",
        labelOf("default"),
        `${seed.expiring.id}  ${seed.expiring.names.join(", ")}  ${cliMessage("demo-expires", { day: day(seed.expiring.notAfter) })}`,
      );
      step(
        "·",
        labelOf("additional"),
        `${seed.bystander.id}  ${seed.bystander.names.join(", ")}  ${cliMessage("demo-bystander")}`,
      );
      step("·", labelOf("clients"), cliMessage("demo-clients"));
      print("");
    },
    renewal(report: RenewalReport) {
      step(
        "✓",
        labelOf("timer"),
        cliMessage("demo-looked", { certificates: report.bindings, listeners: report.listeners }),
      );
      for (const { certificateId, daysLeft, successorId } of report.rotations) {
        step("→", labelOf("due"), cliMessage("demo-due", { certificateId, daysLeft, successorId }));
      }
      for (const { certificateId, daysLeft, reason: cause } of report.notRenewable) {
        step("✗", labelOf("due"), cliMessage("demo-nothing-follows", { certificateId, daysLeft, cause }));
      }
    },
    visit({ name, enteredAt, exitedAt, verdict }: StateVisit) {
      if (exitedAt === undefined || verdict === undefined || SILENT.has(name)) return;
      const took = `${((exitedAt - enteredAt) / 1000).toFixed(2)} s`;
      const text = name === "Report" ? cliMessage("demo-recorded") : cliMessages().message(verdict.reason);
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
        `${subject} (${names.join(", ")})  serial ${serial.slice(0, 12)}…  ${cliMessage("demo-expires", { day: notAfter.slice(0, 10) })}`;
      print("");
      const why = result.reasons.map((one) => cliMessages().sentences(one)).join(" ");
      print(result.rotated ? cliSentences("demo-rotated") : cliSentences("demo-not-rotated", { why }));
      print(`  ${labelOf("before", 12)}${certificate(more.before)}`);
      print(`  ${labelOf("after", 12)}${certificate(more.after)}`);
      print(`  ${labelOf("untouched", 12)}${result.untouched.join(", ")}`);
      print(`  ${labelOf("handshakes", 12)}${cliMessage("demo-handshakes", handshakes)}`);
      print(`  ${labelOf("requests", 12)}${cliMessage("demo-requests", requests)}`);
      const { transitions, apiCalls } = result;
      const run = { status: more.status, transitions, apiCalls, records: more.records };
      print(`  ${labelOf("execution", 12)}${cliMessage("demo-execution", run)}`);
      print(`  ${labelOf("elapsed", 12)}${(result.elapsedMs / 1000).toFixed(1)} s`);
      for (const complaint of more.complaints) print(`  ${labelOf("complaint", 12)}${complaint}`);
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
