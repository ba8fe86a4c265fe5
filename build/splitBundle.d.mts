import type { BuildOptions, Metafile } from "esbuild";

export function splitBundle(
  contents: string,
  options: BuildOptions,
): Promise<{ files: Record<string, string>; metafile: Metafile }>;
