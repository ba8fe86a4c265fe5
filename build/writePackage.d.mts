export function writePackage(folder: string, bundle: string): Promise<void>;
export function weightOf(folder: string): number;
