import type { Asset } from "../console/assets.ts";

export function consoleAssets(): Promise<{ assets: Record<"script" | "style" | "icon", Asset>; files: string[] }>;
