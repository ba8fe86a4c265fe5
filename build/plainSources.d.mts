export function writePlainSources(): Promise<void>;
export function plainSourceOf(file: string): string | undefined;
