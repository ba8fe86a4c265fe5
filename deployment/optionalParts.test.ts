import { expect, test } from "vitest";
import { optionalParts, withAddress } from "./optionalParts.mjs";

const domain = { ALBFLOW_DOMAIN: "albflow.example.com", ALBFLOW_DOMAIN_CERTIFICATE: "24664588-cn-hangzhou" };
const network = {
  ALBFLOW_VPC_ID: "vpc-bp1",
  ALBFLOW_VSWITCH_IDS: "vsw-1, vsw-2",
  ALBFLOW_SECURITY_GROUP_ID: "sg-bp1",
};

test("a deployment that asks for neither a domain nor a VPC is s.yaml as it stands", () => {
  expect(optionalParts({}, ["verify"])).toBeUndefined();
  expect(optionalParts({ ALBFLOW_DOMAIN: "", ALBFLOW_VPC_ID: "" }, ["verify"])).toBeUndefined();
});

test("a domain is bound to the function that serves the pages, with HTTPS and a certificate of the account", () => {
  expect(optionalParts(domain, ["verify"])).toEqual({
    extend: "./s.yaml",
    resources: {
      api: {
        props: {
          customDomain: {
            domainName: "albflow.example.com",
            protocol: "HTTPS",
            route: { path: "/*", qualifier: "LATEST" },
            certConfig: { certId: "24664588" },
          },
        },
      },
    },
  });
});

test("a VPC is for the functions that look at listeners from outside, and for no other", () => {
  const vpcConfig = { vpcId: "vpc-bp1", vSwitchIds: ["vsw-1", "vsw-2"], securityGroupId: "sg-bp1" };
  expect(optionalParts(network, ["verify", "describeListener"])?.resources).toEqual({
    verify: { props: { vpcConfig } },
    describeListener: { props: { vpcConfig } },
  });
});

test.each([
  [
    "a domain without its certificate",
    { ...domain, ALBFLOW_DOMAIN_CERTIFICATE: "" },
    "ALBFLOW_DOMAIN_CERTIFICATE is not set; it must be the id of the domain's certificate.",
  ],
  [
    "an address in the place of a domain",
    { ...domain, ALBFLOW_DOMAIN: "https://a.example.com" },
    'ALBFLOW_DOMAIN is "https://a.example.com"; it must be the name of a domain.',
  ],
  [
    "a VPC without vSwitches",
    { ...network, ALBFLOW_VSWITCH_IDS: "" },
    "ALBFLOW_VSWITCH_IDS is not set; it must be ids of vSwitches, with commas.",
  ],
  [
    "a security group alone",
    { ALBFLOW_SECURITY_GROUP_ID: "sg-1" },
    "ALBFLOW_VPC_ID is not set; it must be the id of a VPC.",
  ],
])("%s is refused", (_, settings, said) => {
  expect(() => optionalParts(settings, [])).toThrow(said);
});

test("people are led to the domain, unless the settings lead them elsewhere", () => {
  expect(withAddress(domain).ALBFLOW_API_URL).toBe("https://albflow.example.com");
  expect(withAddress({ ...domain, ALBFLOW_API_URL: "https://other.example.com" }).ALBFLOW_API_URL).toBe(
    "https://other.example.com",
  );
  expect(withAddress({}).ALBFLOW_API_URL).toBeUndefined();
});
