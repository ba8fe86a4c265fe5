import type { BuildOptions } from "esbuild";

export function commandBundle(): BuildOptions;
