import type { Subject } from "./operation.ts";

/** A rule of an operation: its reasons to refuse, in words that complete "… is refused: …". */
export type Refusal = (subject: Subject<unknown, unknown>) => string[];

/** Refuses listeners without certificates (alb.md §5). */
export const withoutCertificates: Refusal = ({ world }) =>
  world.listener.ListenerProtocol === "HTTP"
    ? ["it is an HTTP listener, and only HTTPS and QUIC have certificates"]
    : [];

/** Refuses where the result could not be verified. */
export const whileStopped: Refusal = ({ world }) =>
  world.listener.ListenerStatus === "Stopped" ? ["it is stopped, so nothing could be verified; start it first"] : [];
