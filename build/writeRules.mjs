import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { readOptional, writeWhole } from "./unlessBuilt.mjs";

/** Writes the rules of flows/remediation.yaml as JSON beside the function that holds them: it needs no YAML parser then. */
export function writeRules() {
  const text = `${JSON.stringify(parse(readFileSync("flows/remediation.yaml", "utf8")), null, 2)}\n`;
  if (readOptional("functions/remediationRules.json") !== text) writeWhole("functions/remediationRules.json", text);
}
