import { operations, singleFunctions } from "../functions/registry.ts";
import { AREAS } from "../shared/platform/area.ts";
import { table } from "./markdown.ts";

/** What can be asked for, by what people come for. `folder` leads to the pages. */
export function areaTable(folder: string): string {
  const entries = [
    ...singleFunctions.map(({ name, area, summary }) => {
      const page = `${folder}functions.md#${name.toLowerCase()}`;
      return { name, area, summary, impact: "nothing", page };
    }),
    ...Object.values(operations).map(({ name, area, summary, impacts }) => {
      const [usual = "", ...others] = impacts;
      const impact = others.length === 0 ? usual : `${usual}; or ${others.join(", ")}`;
      return { name, area, summary, impact, page: `${folder}${name}.md` };
    }),
  ];
  const rows = AREAS.flatMap((area) =>
    entries
      .filter((entry) => entry.area === area)
      .map(({ name, summary, impact, page }, position) => [
        position === 0 ? `**${area}**` : "",
        `[\`${name}\`](${page})`,
        summary,
        impact,
      ]),
  );
  return table(["area", "operation", "what it does", "what clients notice"], rows);
}
