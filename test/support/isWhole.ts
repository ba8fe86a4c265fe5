/** Whether all cases run, as `npm run test:all` has them. */
export const isWhole = () => process.env.ALBFLOW_TESTS === "all";
