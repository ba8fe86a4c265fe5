import { readFileSync } from "node:fs";

/** s.yaml as Serverless Devs has rendered it. */
interface Rendered {
  vars: { prefix: string; logProject: string; logstore: string };
  resources: Record<string, { component: string; props: Record<string, unknown> }>;
}

/** What the build has rendered. Throws an `Error` that says what to run when it has not. */
export function readRendered(accountId: string): Rendered {
  let text: string;
  try {
    text = readFileSync("dist/deployment.json", "utf8");
  } catch {
    throw new Error("dist/deployment.json is not there. Run `npm run build` in the folder of the project first.");
  }
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Serverless Devs leaves this in the text when it has no account.
  return JSON.parse(text.replaceAll("${config('AccountID')}", accountId)) as Rendered;
}
