import { createHash } from "node:crypto";
import { canonicalJson } from "../canonicalJson.ts";
import { AlbflowError } from "../errors.ts";

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

/** The names of an order in their one form: lower case, each once, sorted. Throws InvalidInput with every wrong one. */
export function orderedNames(names: string[]): string[] {
  const all = [...new Set(names.map((name) => name.trim().toLowerCase().replace(/\.$/, "")))].sort();
  const wrong = all.filter((name) => !DNS_NAME.test(name) || name.length > 253);
  if (wrong.length > 0 || all.length === 0 || all.length > 100) {
    const because = wrong.length > 0 ? `not DNS names: ${wrong.join(", ")}` : `${all.length} names`;
    throw new AlbflowError(
      "InvalidInput",
      `No certificate can be ordered for ${because}. Give 1 to 100 names like shop.example.com or *.example.com.`,
    );
  }
  return all;
}

const DNS_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
