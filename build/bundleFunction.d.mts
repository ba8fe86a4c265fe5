import type { BuildOptions } from "esbuild";

export function bundling(permissions: string[], options?: { plain?: boolean }): BuildOptions;
