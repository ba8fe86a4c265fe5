import { regions } from "./alb/regions.ts";
import type { WireRequest } from "./wire/exchange.ts";

/**
 * The region that a request is for. On the cloud the host says so. Here one address stands for all regions, so a client says
 * it in the header `x-acs-region-id`, which its signature covers, and a client of Simple Log Service, which may set no
 * header, in the host: `<project>.<region>.sls.localhost`. Undefined where a request says nothing: then it is the cloud's own.
 */
export function regionOfCall({ headers }: Pick<WireRequest, "headers">): string | undefined {
  const { host = "", "x-acs-region-id": named = "" } = headers;
  const [, labels] = CLOUD_HOST.exec(host) ?? [];
  if (labels !== undefined) return labels.split(".").map(regionIn).find(isRegion) ?? (named === "" ? undefined : named);
  return named === "" ? readLogHost(host).region : named;
}

/** A host of the real cloud, as the proxy passes it on: `alb.cn-shanghai.aliyuncs.com`, `p.cn-shanghai-intranet.log.aliyuncs.com`. */
const CLOUD_HOST = /^(.+)\.aliyuncs\.com(?::\d+)?$/i;

function regionIn(label: string): string {
  return label.toLowerCase().replace(/-(?:intranet|internal|share|vpc)$/, "");
}

/** What the host of a call to Simple Log Service says: `p.cn-shanghai.sls.localhost:7705`, `p.sls.localhost`, `p.127.0.0.1`. */
export function readLogHost(host: string): { project: string; region?: string } {
  const [, project, region = ""] = /^(?:([\w-]+)\.)?([\w-]+)\.log\.aliyuncs\.com(?::\d+)?$/i.exec(host) ?? [];
  if (region !== "") return { project: project ?? "", region: regionIn(region) };
  const [, labels = ""] = /^(?:(.+?)\.)?(?:sls\.localhost|localhost|127\.0\.0\.1)(?::\d+)?$/i.exec(host) ?? [];
  const [last = "", before = "", ...more] = labels.split(".").reverse();
  const isNamed = isRegion(last);
  const named = isNamed ? before : last;
  if (more.length > 0 || (!isNamed && before !== "")) return { project: "" };
  return { project: named.toLowerCase() === "sls" ? "" : named, ...(isNamed ? { region: last } : {}) };
}

/** Whether there is such a region. */
export function isRegion(id: string): boolean {
  return regions.some((region) => region.id === id);
}
