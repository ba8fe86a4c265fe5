export function asVariable(text: string): string;
export function literally(text: string, options: { times: number }): string;
export const TIMES: { preview: number; send: number };
export const DOLLAR: { name: string; value: string };
export function literalSettings(environment: Record<string, string | undefined>, times: number): Record<string, string>;
