import { exampleStage } from "./configuration/configurationHere.ts";
import type { Settings } from "./configuration/schema.ts";
import { OPEN, type ServerlessSpecification, specificationOf } from "./specification/specificationOf.ts";

/**
 * What `s deploy` deploys in an account, without the secrets that only the one who deploys has: of a stage's settings, or of
 * the example, which local clouds run.
 */
export function readRendered(
  account: string,
  settings: Settings = exampleStage().settings,
): Pick<ServerlessSpecification, "vars" | "resources"> {
  const secret = (reference: string) => (reference.startsWith("env:") ? "" : reference);
  return specificationOf(settings, { ...OPEN, account, secret });
}
