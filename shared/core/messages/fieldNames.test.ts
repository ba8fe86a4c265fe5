import { expect, test } from "vitest";
import { changeName } from "./fieldNames.ts";

test.each([
  ["IdleTimeout", "Idle timeout (s)", "连接空闲超时时间（秒）"],
  ["LogConfig.AccessLogTracingConfig.TracingEnabled", "Tracing", "链路追踪"],
  ["XForwardedForConfig.XForwardedForEnabled", "X-Forwarded-For: client's address", "X-Forwarded-For：客户端 IP"],
  ["DefaultActions", "Server group", "服务器组"],
  ["CertificateCopy of the new default.CopyOf", "Copy of the certificate", "证书副本"],
  ["NewThing.Inner", "NewThing.Inner", "NewThing.Inner"],
])("a change of %s is called %s and %s", (field, en, zh) => {
  expect([changeName(field, "en"), changeName(field, "zh")]).toEqual([en, zh]);
});
