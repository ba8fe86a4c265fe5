export function wordProblems(file: string, text: string): { line: number; found: string; instead: string }[];
