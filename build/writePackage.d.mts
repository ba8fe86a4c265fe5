export function writePackage(folder: string, bundle: string): void;
export function weightOf(folder: string): { kib: number; zipKib: number };
