/** What a package may weigh as it is sent to Function Compute, in KiB. */
const MOST = 80;

/** Those that say reasons to people carry every message in two languages, some 40 KiB. */
const SPEAKING = { api: 150, notify: 99 };

/** What the package of this function may weigh, zipped, in KiB. */
export function budgetOf(name) {
  return SPEAKING[name] ?? MOST;
}
