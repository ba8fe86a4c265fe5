import type { AcmeSettings } from "../../shared/acme/acmeSettings.ts";
import type { AuditRecord } from "../../shared/audit/auditRecord.ts";
import type { DescribedFunction, DescribedTrigger } from "../deploy/describedFunction.ts";
import type { Probe } from "./probe.ts";

/** What was found: something that is as it should be, or a fault and what to do about it. */
export interface Finding {
  /** What was looked at, for example `flow albflow-startListener`. */
  subject: string;
  /** In a sentence; absent when all is well. */
  fault?: string;
  /** What to do, in a sentence. */
  cure?: string;
  /** What is worth knowing although all is well, in a sentence. */
  note?: string;
}

/** A deployment under examination: what it should be, and ways to see what it is. Every method throws `AlbflowError`. */
export interface Patient {
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
  probe: (at: { protocol: "http" | "https"; host: string }) => Promise<Probe>;
  /** Any signed call that everybody may make. */
  whoAmI: () => Promise<void>;
  /** How roles and policies, and flows, differ from what is here. */
  roleChanges: () => Promise<Difference[]>;
  flowChanges: () => Promise<Difference[]>;
  roleExists: (arn: string) => Promise<boolean>;
  getFunction: (name: string) => Promise<DescribedFunction>;
  /** When the newest execution of a flow was started (ms since 1970); undefined when there is none. */
  lastExecution: (flow: string) => Promise<number | undefined>;
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

/** One examination. */
export interface Check {
  /** What it is about, in a word or two. */
  title: string;
  run: (patient: Patient) => Promise<Finding[]>;
}
