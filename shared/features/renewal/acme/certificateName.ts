import { createHash } from "node:crypto";
import { canonicalJson } from "../../../platform/canonicalJson.ts";

/**
 * The name in CAS of the one certificate for these names and period: readable, at most 64 characters (alb.md §7.1), and
 * the same for the same order.
 */
export function certificateName(names: string[], period: string): string {
  const digest = createHash("sha256").update(canonicalJson({ names, period })).digest("hex").slice(0, 16);
  const readable = (names[0] ?? "")
    .replace("*.", "any.")
    .slice(0, 38)
    .replace(/[.-]+$/, "");
  return `albflow-${readable}-${digest}`;
}
