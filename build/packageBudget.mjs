/** What functions may weigh beyond what all may, in KiB. */
const ALLOWANCES_KIB = {
  // The pages for people, in two languages, with their script and style; the API's whole contract.
  api: 40,
};

/** What a function's package may weigh as it is sent to Function Compute, in KiB. */
export function packageBudget(name, budget = 120) {
  return budget + (ALLOWANCES_KIB[name] ?? 0);
}
