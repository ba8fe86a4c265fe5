export function keepMethods(source: string, wanted: string[], file: string): string;
