import type { Widened } from "./define.ts";
import { apiReasons } from "./topics/api.ts";
import { approvalReasons } from "./topics/approvals.ts";
import { auditFindingReasons } from "./topics/auditFindings.ts";
import { basicReasons } from "./topics/basics.ts";
import { certificateReasons } from "./topics/certificates.ts";
import { checkReasons } from "./topics/checks.ts";
import { choiceReasons } from "./topics/choices.ts";
import { cliReasons } from "./topics/cli.ts";
import { commandReasons } from "./topics/commands.ts";
import { configurationReasons } from "./topics/configuration.ts";
import { declarationReasons } from "./topics/declarations.ts";
import { demoReasons } from "./topics/demo.ts";
import { doctorReasons } from "./topics/doctor.ts";
import { effectReasons } from "./topics/effects.ts";
import { executionReasons } from "./topics/execution.ts";
import { executionCommandReasons } from "./topics/executionCommands.ts";
import { fieldReasons } from "./topics/fields.ts";
import { fieldTestReasons } from "./topics/fieldTest.ts";
import { flowLintReasons } from "./topics/flowLint.ts";
import { healthReasons } from "./topics/health.ts";
import { inputReasons } from "./topics/inputs.ts";
import { localCommandReasons } from "./topics/localCommands.ts";
import { noticeReasons } from "./topics/notices.ts";
import { orderingReasons } from "./topics/ordering.ts";
import { probeReasons } from "./topics/probes.ts";
import { refusalReasons } from "./topics/refusals.ts";
import { remediationReasons } from "./topics/remediation.ts";
import { renewalReasons } from "./topics/renewal.ts";
import { settingReasons } from "./topics/settings.ts";
import { setupReasons } from "./topics/setup.ts";
import { stepReasons } from "./topics/steps.ts";
import { stoppingReasons } from "./topics/stopping.ts";
import { terminalReasons } from "./topics/terminal.ts";
import { tryoutReasons } from "./topics/tryout.ts";
import { usageReasons } from "./topics/usage.ts";

/** Every code, by topic: product code imports only the types, so that no package holds this. */
export const topics = {
  api: apiReasons,
  approvals: approvalReasons,
  basics: basicReasons,
  certificates: certificateReasons,
  checks: checkReasons,
  choices: choiceReasons,
  cli: cliReasons,
  commands: commandReasons,
  doctor: doctorReasons,
  effects: effectReasons,
  execution: executionReasons,
  fields: fieldReasons,
  fieldTest: fieldTestReasons,
  flowLint: flowLintReasons,
  declarations: declarationReasons,
  demo: demoReasons,
  localCommands: localCommandReasons,
  auditFindings: auditFindingReasons,
  executionCommands: executionCommandReasons,
  health: healthReasons,
  inputs: inputReasons,
  notices: noticeReasons,
  ordering: orderingReasons,
  probes: probeReasons,
  refusals: refusalReasons,
  remediation: remediationReasons,
  renewal: renewalReasons,
  settings: settingReasons,
  configuration: configurationReasons,
  setup: setupReasons,
  steps: stepReasons,
  stopping: stoppingReasons,
  terminal: terminalReasons,
  tryout: tryoutReasons,
  usage: usageReasons,
};

type Topics = typeof topics;

/** The codes of a topic with what is known of them. */
type TopicName = keyof Topics;

type Registry = UnionToIntersection<Topics[TopicName]>;

/** Every code. */
export type ReasonCode = keyof Registry;

/** The parameters of a code. */
export type ParamsOf<Code extends ReasonCode> = Registry[Code] extends { params: infer Params }
  ? { -readonly [Name in keyof Params]: Widened<Params[Name]> }
  : never;

type UnionToIntersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
