/** What a package may weigh as it is sent to Function Compute, in KiB. */
const MOST = 80;

/** The pages for people, and every message in two languages, are half of it. */
const API = 152;

/** What the package of this function may weigh, zipped, in KiB. */
export function budgetOf(name) {
  return name === "api" ? API : MOST;
}
