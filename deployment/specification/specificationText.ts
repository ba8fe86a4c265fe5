import { stringify } from "yaml";
import type { ServerlessSpecification } from "./specificationOf.ts";

/** s.yaml, as it stands at the top: it holds no secret, and what is changed by hand is lost. */
export function specificationText(specification: ServerlessSpecification, from: string): string {
  return `# Written from ${from} (docs/configuration.md): change that one. \`s deploy\` deploys what stands here.
${stringify(specification, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
