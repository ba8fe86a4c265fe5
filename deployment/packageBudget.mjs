/**
 * What a function's package may weigh as it is sent to Function Compute, in KiB. The heaviest are those that make a
 * listener with all that belongs to it: ten calls of ALB, each with the models of its SDK.
 */
export const packageBudget = 136;
