import { existsSync, readFileSync } from "node:fs";
import { projectFile, projectFolder } from "./projectFolder.ts";

/** s.yaml as Serverless Devs has rendered it. */
interface Rendered {
  vars: { prefix: string; logProject: string; logstore: string };
  resources: Record<string, { component: string; props: Record<string, unknown> }>;
}

/** What the build has rendered. Throws an `Error` that says what to run when it has not. */
export function readRendered(accountId: string): Rendered {
  const file = projectFile("dist/deployment.json");
  if (!existsSync(file)) throw new Error(`${file} is not there. Run \`npm run build\` in ${projectFolder()} first.`);
  const text = readFileSync(file, "utf8");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Serverless Devs leaves this in the text when it has no account.
  return JSON.parse(text.replaceAll("${config('AccountID')}", accountId)) as Rendered;
}
