/** What a package may weigh as it is sent to Function Compute, in KiB: those that make a listener call ten APIs of ALB. */
const MOST = 136;

/** Those that say reasons to people carry every message in two languages. */
const SPEAKING = { api: 168, notify: 148 };

/** What the package of this function may weigh, zipped, in KiB. */
export function budgetOf(name) {
  return SPEAKING[name] ?? MOST;
}
