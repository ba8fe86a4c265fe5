/** A source of ours as a function carries it: its schemas without descriptions, and made only if they are used. */
export function slimmed(source: string): string;
