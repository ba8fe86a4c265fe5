import { featurePairs, importRules } from "./importRules.ts";
import { codes, table } from "./markdown.ts";

/** Every folder, what is in it, and what it may import. */
export function folderTable(): string {
  const rows = importRules.map(({ folder, about, may }) => [`\`${folder}\``, about, codes(may)]);
  const others = [
    ["`flows/`", "CloudFlow definitions; one file is one shape of work", "–"],
    ["`bench/`", "what it costs, beside peers in the same run", "anything"],
    ["`test/`", "suites that belong to no single source", "anything"],
  ];
  const pairs = featurePairs.map(([feature, other]) => `${feature} → ${other}`).join(", ");
  return `${table(["folder", "what is in it", "may import"], [...rows, ...others])}Features import each other only in pairs: ${pairs}.\n\n`;
}
