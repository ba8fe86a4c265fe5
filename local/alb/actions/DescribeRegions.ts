import type { AlbAction } from "../call.ts";
import { regions } from "../regions.ts";

/** The regions that have ALB. */
export const describeRegions: AlbAction<{ AcceptLanguage?: string }> = (_state, { AcceptLanguage = "zh-CN" }) => ({
  Regions: regions.map(({ id, en, zh }) => ({
    RegionId: id,
    RegionEndpoint: `alb.${id}.aliyuncs.com`,
    LocalName: AcceptLanguage === "zh-CN" ? zh : en,
  })),
});
