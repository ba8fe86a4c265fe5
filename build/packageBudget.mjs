/** What a function's package may weigh as it is sent to Function Compute, in KiB. */
export const packageBudget = 128;
