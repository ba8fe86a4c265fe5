/**
 * What the service allows (cloudflow.md §3, §4, §5, §6, §8.4). Times are in seconds, sizes in bytes. The two of our own
 * keep the interpreter from running out of stack on input that nobody writes by hand.
 */
export const limits = {
  dataBytes: 64 * 1024,
  globalKeyBytes: 128,
  globalValueBytes: 256 * 1024,
  events: 5_000,
  branches: 50,
  mapConcurrency: 40,
  functionNesting: 10,
  waitSeconds: { Standard: 300, Express: 20 },
  /** Standard: one year (A20). Express: five minutes. */
  executionSeconds: { Standard: 365 * 86_400, Express: 300 },
  taskTimeoutSeconds: 604_800,
  retrySeconds: 86_400,
  /** Ours: how deep JSON data, and a definition, may be nested. */
  dataDepth: 500,
  /** Ours: how deep an expression's tree may be. */
  expressionDepth: 200,
} as const;

/** Express executions run in one answered request; everything else is Standard (cloudflow.md §1). */
export type ExecutionMode = "Standard" | "Express";
