import { regions } from "./alb/regions.ts";
import type { WireRequest } from "./wire/exchange.ts";

/**
 * The region that a request is for. On the cloud the host says so. Here one address stands for all regions, so a client says
 * it in the header `x-acs-region-id`, which its signature covers, and a client of Simple Log Service, which may set no
 * header, in the host: `<project>.<region>.sls.localhost`. Undefined where a request says nothing: then it is the cloud's own.
 */
export function regionOfCall({ headers }: Pick<WireRequest, "headers">): string | undefined {
  const named = headers["x-acs-region-id"] ?? "";
  return named === "" ? readLogHost(headers.host ?? "").region : named;
}

/** What the host of a call to Simple Log Service says: `p.cn-shanghai.sls.localhost:7705`, `p.sls.localhost`, `p.127.0.0.1`. */
export function readLogHost(host: string): { project: string; region?: string } {
  const [, labels = ""] = /^(?:(.+?)\.)?(?:sls\.localhost|localhost|127\.0\.0\.1)(?::\d+)?$/i.exec(host) ?? [];
  const [last = "", project = "", ...more] = labels.split(".").reverse();
  const region = isRegion(last) ? last : undefined;
  const named = region === undefined ? last : project;
  if (more.length > 0 || (region === undefined && project !== "")) return { project: "" };
  return { project: named.toLowerCase() === "sls" ? "" : named, ...(region === undefined ? {} : { region }) };
}

/** Whether there is such a region. */
export function isRegion(id: string): boolean {
  return regions.some((region) => region.id === id);
}
