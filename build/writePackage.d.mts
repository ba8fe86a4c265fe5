export function writePackage(folder: string, bundles: Record<string, string>): Promise<void>;
export function weightOf(folder: string): number;
