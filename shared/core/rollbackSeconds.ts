/**
 * Time for the rollback, counted from its first step, whatever the deadline: it must not fail for want of the time that was
 * used up before. A plan says so beforehand (`atMostSeconds`).
 */
export const ROLLBACK_SECONDS = 300;
