import { readdirSync } from "node:fs";

const NOT_OURS = new Set(["node_modules", "dist", "coverage", ".git", ".albflow"]);

/** Every file of the repository, but what is installed or built. */
export function repositoryFiles(folder = "."): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? repositoryFiles(path) : [path];
  });
}

/** Every source of the product: no tests, no suites, no measurements. */
export function sourceFiles(): string[] {
  return repositoryFiles()
    .filter((file) => /\.(ts|tsx|mjs|mts)$/.test(file) && !file.endsWith(".d.ts"))
    .filter((file) => !isTest(file) && !/^(test|bench)\//.test(file));
}

/** Whether a file is a test. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}
