import { type AnyOperation, readsCertificates } from "../operation.ts";
import { permissionOf } from "../resources/write.ts";

/** The RAM actions of an operation's function: its writes and reads, and what every phase looks at. */
export function permissionsOf({ writes, reads, scope, example }: AnyOperation): string[] {
  const certificates = readsCertificates({ writes }) ? ["alb:ListListenerCertificates", "alb:ListListeners"] : [];
  const listener = "listener" in scope(example, null) ? OF_LISTENERS : [];
  const written = writes.map(permissionOf);
  return [...new Set([...EVERY_PHASE, ...listener, ...certificates, ...written, ...reads])].sort();
}

const OF_LISTENERS = ["alb:GetListenerAttribute", "alb:GetLoadBalancerAttribute"];

const EVERY_PHASE = [
  "alb:ListAsynJobs",
  // The lock, and `undo` of an execution that has ended.
  "fnf:ListExecutions",
  "fnf:StartExecution",
  "fnf:DescribeExecution",
  "fnf:StopExecution",
  "fnf:GetExecutionHistory",
];
