import { expect, test } from "vitest";
import { endpointsOf } from "../endpoints.ts";
import { portsFrom } from "../portBlock.ts";
import { readLogHost, regionOfCall } from "../regionOfCall.ts";
import { serviceOfHost } from "./serviceOfHost.ts";

const endpoints = endpointsOf(portsFrom(7700), 0);

test.each([
  ["alb.cn-hangzhou.aliyuncs.com", "http://127.0.0.1:7701"],
  ["alb-vpc.cn-hangzhou.aliyuncs.com:443", "http://127.0.0.1:7701"],
  ["cas.aliyuncs.com", "http://127.0.0.1:7702"],
  ["cn-hangzhou.fnf.aliyuncs.com", "http://127.0.0.1:7703"],
  ["fcv3.cn-hangzhou.aliyuncs.com", "http://127.0.0.1:7704"],
  ["1234567890123456.cn-hangzhou.fc.aliyuncs.com", "http://127.0.0.1:7704"],
  ["albflow-code.oss-cn-hangzhou.aliyuncs.com", "http://127.0.0.1:7704"],
  ["albflow-code.oss-accelerate.aliyuncs.com", "http://127.0.0.1:7704"],
  ["alb.cn-hangzhou.log.aliyuncs.com", "http://sls.localhost:7705"],
  ["CN-HANGZHOU.LOG.ALIYUNCS.COM", "http://sls.localhost:7705"],
  ["sts.cn-hangzhou.aliyuncs.com", "http://127.0.0.1:7706"],
  ["ram.aliyuncs.com", "http://127.0.0.1:7706"],
  ["resourcemanager.aliyuncs.com", "http://127.0.0.1:7706"],
  ["alidns.aliyuncs.com", "http://127.0.0.1:7707"],
  ["kms.cn-hangzhou.aliyuncs.com", "http://127.0.0.1:7709"],
  ["metrics.cn-hangzhou.aliyuncs.com", "http://127.0.0.1:7701"],
  ["ecs.cn-hangzhou.aliyuncs.com", undefined],
  ["aliyuncs.com", undefined],
  ["alb.cn-hangzhou.aliyuncs.com.example.com", undefined],
  ["example.com", undefined],
])("what is sent to %s belongs to %s", (host, endpoint) => {
  expect(serviceOfHost(host, endpoints)).toBe(endpoint);
});

test.each([
  ["alb.cn-shanghai.aliyuncs.com", "cn-shanghai"],
  ["alb.cn-shanghai.aliyuncs.com:443", "cn-shanghai"],
  ["cn-shanghai.fnf.aliyuncs.com", "cn-shanghai"],
  ["shop.cn-shanghai-intranet.log.aliyuncs.com", "cn-shanghai"],
  ["cas.aliyuncs.com", "cn-beijing"],
])("a call to %s is for %s, whatever else its header says", (host, region) => {
  expect(regionOfCall({ headers: { host, "x-acs-region-id": "cn-beijing" } })).toBe(region);
});

test("a host of Simple Log Service names project and region", () => {
  expect(readLogHost("shop.cn-hangzhou.log.aliyuncs.com")).toEqual({ project: "shop", region: "cn-hangzhou" });
  expect(readLogHost("cn-hangzhou.log.aliyuncs.com:80")).toEqual({ project: "", region: "cn-hangzhou" });
  expect(readLogHost("shop.sls.localhost:7705")).toEqual({ project: "shop" });
});
