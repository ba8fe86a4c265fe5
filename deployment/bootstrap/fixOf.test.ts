import { describe, expect, test } from "vitest";
import { AlbflowError, kindOfCode } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { coded } from "../../test/support/coded.ts";
import { fixOf, withFix } from "./fixOf.ts";

function refusal(product: string, action: string, cloudCode: string, message: string): AlbflowError {
  const said = reason("cloud-error", { product, action, cloudCode, requestId: null, message });
  return new AlbflowError(kindOfCode(cloudCode), said, { code: cloudCode });
}

describe("what stands in the way of a deployment", () => {
  test.each([
    [
      ["fc", "ListFunctions", "AccessDenied", "FC service is not enabled for current user."],
      coded("service-not-activated", { service: "Function Compute", page: "https://fcnext.console.aliyun.com" }),
    ],
    [
      ["fnf", "ListFlows", "ENOTFOUND", "getaddrinfo ENOTFOUND cn-heyuan.fnf.aliyuncs.com"],
      coded("service-not-in-region", { service: "CloudFlow", region: "cn-heyuan" }),
    ],
    [
      ["alb", "CreateLoadBalancer", "QuotaExceeded.LoadBalancersNum", "usage 60/60"],
      coded("quota-reached", { cloudCode: "QuotaExceeded.LoadBalancersNum", message: "usage 60/60" }),
    ],
    [
      ["log", "CreateProject", "ProjectQuotaExceed", "project quota exceed"],
      coded("quota-reached", { cloudCode: "ProjectQuotaExceed", message: "project quota exceed" }),
    ],
    [
      [
        "fc",
        "CreateCustomDomain",
        "DomainNameNotResolved",
        "domain name 'a.example.com' has not been resolved to your FC endpoint, the expected endpoint is '1.cn-hangzhou.fc.aliyuncs.com'",
      ],
      coded("domain-not-pointing", { domain: "a.example.com", target: "1.cn-hangzhou.fc.aliyuncs.com" }),
    ],
    [
      ["log", "GetProject", "Unauthorized", "denied by sts or ram, action: log:GetProject, resource: acs:log:x"],
      coded("right-missing", { right: "log:GetProject" }),
    ],
    [
      ["cas", "ListUserCertificateOrder", "Forbidden.RAM", "User not authorized"],
      coded("right-missing", { right: "yundun-cert:ListUserCertificateOrder" }),
    ],
  ] as const)("is told with its fix: %o", ([product, action, code, message], fix) => {
    expect(fixOf(refusal(product, action, code, message), "cn-heyuan")).toEqual(fix);
  });

  test("is left as it is where only the cloud's words tell it, and for keys that the cloud does not know", () => {
    const unknownKey = refusal(
      "fc",
      "ListFunctions",
      "InvalidAccessKeyId.NotFound",
      "Specified access key is not found.",
    );
    const other = refusal("fc", "CreateFunction", "InvalidArgument", "memorySize");
    for (const error of [unknownKey, other, new Error("other")]) expect(withFix(error, "cn-hangzhou")).toBe(error);
  });
});
