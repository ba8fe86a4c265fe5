import type { CloudContext } from "../context.ts";

/**
 * What RAM is asked about an invocation: the function, and the function in the version that is called, where one is named.
 * Which of the two counts is not documented, so both must be allowed (real-cloud.md CR1, open.md O47).
 */
export function functionArns(
  { region, accountId, realities }: Pick<CloudContext, "region" | "accountId" | "realities">,
  functionName: string,
  qualifier?: string,
): string[] {
  const arn = `acs:fc:${region}:${accountId}:functions/${functionName}`;
  if (qualifier === undefined || qualifier === "") return [arn];
  if (realities?.is("invoke-arn", "the function alone") === true) return [arn];
  const version = `${arn}/${qualifier}`;
  return realities?.is("invoke-arn", "the version alone") === true ? [version] : [arn, version];
}
