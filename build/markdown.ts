import { catalogues } from "../shared/core/messages/catalogues.ts";
import { messagesIn } from "../shared/core/messages/messagesIn.ts";
import type { AnyReason } from "../shared/platform/reasons/define.ts";
/** A table, with an empty line before and after it. */
export function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return `\n${line(heads)}${line(heads.map(() => "---"))}${rows.map(line).join("")}\n`;
}

/** Names as code, one after the other. */
export function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** RAM actions, a line for each product. */
export function actionList(permissions: string[]): string {
  const products = [...new Set(permissions.map((permission) => permission.split(":")[0]))];
  const actionsOf = (product = "") => permissions.filter((permission) => permission.startsWith(`${product}:`));
  return products.map((product) => `- ${codes(actionsOf(product))}\n`).join("");
}

/** A value as a block of JSON. */
export function jsonBlock(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`;
}

/** What checks require, as a list. */
export function requirementList(checks: { requires: AnyReason }[]): string {
  return checks.map(({ requires }) => `- ${english.message(requires)}\n`).join("");
}

const english = messagesIn(catalogues.en, "en");
