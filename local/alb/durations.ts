/** How long changes take on the real thing, in milliseconds (alb.md U17, §1.3); actions not named take `otherwise`. */
const realisticDurations: Record<string, number> = {
  AssociateAdditionalCertificatesWithListener: 7_000,
  DissociateAdditionalCertificatesFromListener: 7_000,
  CreateLoadBalancer: 5_000,
  DeleteLoadBalancer: 5_000,
  otherwise: 3_000,
};

/** What `--fast` makes of every duration. */
const FAST_MS = 20;

/** How long changes take: `changeMs` for all of them, else `fast`, else single ones by action, else realistic. */
export interface DurationOptions {
  changeMs?: number;
  fast?: boolean;
  durations?: Record<string, number>;
}

/** Looks up the duration of an action's change. */
export function durationOf({ changeMs, fast = false, durations = {} }: DurationOptions): (action: string) => number {
  const table = { ...realisticDurations, ...durations };
  return (action) => changeMs ?? (fast ? FAST_MS : (table[action] ?? table.otherwise ?? 0));
}
