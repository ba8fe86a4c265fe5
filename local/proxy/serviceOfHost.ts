import type { Endpoints } from "../endpoints.ts";

/** Where, in a local cloud, what was sent to a host of the real one belongs; undefined for what is no service here. */
export function serviceOfHost(host: string, endpoints: Endpoints): string | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  if (!name.endsWith(SUFFIX)) return undefined;
  const labels = name.slice(0, -SUFFIX.length).split(".");
  return SERVICES.find(([pattern]) => labels.some((label) => pattern.test(label)))?.[1](endpoints);
}

const SUFFIX = ".aliyuncs.com";

/** By a label of the host: `alb.cn-hangzhou`, `cn-hangzhou.fnf`, `my-project.cn-hangzhou.log`, `1234567890123456.cn-hangzhou.fc`. */
const SERVICES: [label: RegExp, endpoint: (endpoints: Endpoints) => string][] = [
  // Projects and buckets may have the name of any product, so that the products behind them are looked for first.
  [/^log$/, ({ log }) => log],
  [/^oss(?:-.+)?$/, ({ fc }) => fc],
  [/^alb(?:-vpc)?$/, ({ alb }) => alb],
  [/^cas$/, ({ cas }) => cas],
  [/^fnf$/, ({ fnf }) => fnf],
  [/^(?:fc|fcv3)(?:-vpc)?$/, ({ fc }) => fc],
  [/^(?:ram|sts|sts-vpc|resourcemanager|actiontrail)$/, ({ ram }) => ram],
  [/^(?:alidns|dns)$/, ({ alidns }) => alidns],
  [/^kms(?:-vpc)?$/, ({ kms }) => kms],
  [/^metrics$/, ({ cms }) => cms],
];
