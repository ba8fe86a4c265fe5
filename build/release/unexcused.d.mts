/** What a report of `npm audit` finds and no valid excuse covers, a sentence each. */
export function judged(report: object, excuses: object[], date: string): string[];
