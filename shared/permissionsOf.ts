import { looksAtCertificates, type Operation } from "./operation.ts";

/** The RAM actions of an operation's function: its writes and reads, and what every phase looks at. */
export function permissionsOf({ writes, reads }: Pick<Operation, "writes" | "reads">): string[] {
  const certificates = looksAtCertificates({ writes }) ? ["alb:ListListenerCertificates"] : [];
  return [...new Set([...EVERY_PHASE, ...certificates, ...writes.map((action) => `alb:${action}`), ...reads])].sort();
}

const EVERY_PHASE = ["alb:GetListenerAttribute", "alb:GetLoadBalancerAttribute", "alb:ListAsynJobs"];
