import type { AuditRecord } from "../../shared/features/audit/auditRecord.ts";
import type { LastDeliveries } from "../../shared/features/remediation/channels.ts";
import type { AcmeSettings } from "../../shared/features/renewal/acme/acmeSettings.ts";
import type { DescribedFunction, DescribedTrigger } from "../../shared/platform/clients/describedFunction.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { ReasonCode } from "../../shared/platform/reasons/registry.ts";
import type { ServiceState } from "../bootstrap/services.ts";
import type { EndpointProbe } from "./probe.ts";

/** What was found: something that is as it should be, or a fault and what to do about it. */
export interface Finding {
  /** What was looked at, for example the flow albflow-startListener. */
  subject: Reason;
  /** What is wrong; absent when all is well. */
  fault?: Reason;
  /** What is worth knowing although all is well. */
  note?: Reason;
}

/** What a finding is about: a resource of some type, by its name, `of` another one. */
export function subjectOf(type: string, name = "", of = ""): Reason {
  return reason("deployed-resource", { type, name, of });
}

/** A deployment that is checked: what it should be, and ways to see what it is. Every method throws `AlbflowError`. */
export interface DeploymentProbe {
  region: string;
  accountId: string;
  /** By product, what the doctor connects to. */
  hosts: Record<string, { protocol: "http" | "https"; host: string }>;
  functions: DeclaredFunction[];
  /** Names of operations: their functions can look without touching. */
  operations: { name: string; example: object }[];
  prefix: string;
  /** Names of all flows. */
  flows: string[];
  /** What functions are given beside what was deployed: by a local cloud, nothing elsewhere. */
  givenSettings: Record<string, string>;
  logProject: string;
  logstore: string;
  /** The deployer's own time, milliseconds since 1970. */
  now: () => number;
  /** Asks for the directory of an ACME server. */
  askAcme: (settings: AcmeSettings) => Promise<void>;
  probe: (at: { protocol: "http" | "https"; host: string }) => Promise<EndpointProbe>;
  /** Any signed call that everybody may make. */
  whoAmI: () => Promise<void>;
  /** What must be there before a deployment: services, and how the rest differs from what is wanted. */
  serviceStates: () => Promise<ServiceState[]>;
  bootstrapChanges: () => Promise<Difference[]>;
  /** How roles and policies, and flows, differ from what is here. */
  roleChanges: () => Promise<Difference[]>;
  flowChanges: () => Promise<Difference[]>;
  roleExists: (arn: string) => Promise<boolean>;
  getFunction: (name: string) => Promise<DescribedFunction>;
  /** When the newest execution of a flow was started (ms since 1970); undefined when there is none. */
  lastExecution: (flow: string) => Promise<number | undefined>;
  /** When each channel of events last delivered something. */
  lastDeliveries: () => Promise<LastDeliveries>;
  listTriggers: (name: string) => Promise<DescribedTrigger[]>;
  invoke: (name: string, event: object) => Promise<unknown>;
  readReports: (from: number, to: number) => Promise<number>;
  /** The audit records of a span (ms since 1970). */
  readAudit: (from: number, to: number) => Promise<AuditRecord[]>;
  /** What audit records are sealed with; undefined when whoever asks does not have the deployment's secret. */
  auditKey: Buffer | undefined;
}

/** A function as the rendered s.yaml declares it. */
export interface DeclaredFunction extends Required<DescribedFunction> {
  functionName: string;
  triggers?: { triggerName: string; triggerType: string; triggerConfig: Record<string, unknown> }[];
}

/** As the components tell it. */
export interface Difference {
  what: string;
  kind: "create" | "change" | "remove" | "same";
  diff: string[];
}

/** One check. */
export interface DoctorCheck {
  /** What it is about. */
  name: Extract<ReasonCode, `check-${string}`>;
  run: (deployment: DeploymentProbe) => Promise<Finding[]>;
}
