/** What people come for, in the order in which they look for it: operations are listed under these. */
export const AREAS = [
  "find",
  "state",
  "modify",
  "forwarding",
  "server certificates",
  "mutual authentication",
  "TLS policy",
  "tracing",
] as const;

export type Area = (typeof AREAS)[number];
