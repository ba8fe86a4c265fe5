import { expect, test } from "vitest";
import { dnsNameOf, privateAddress, servedAddress } from "./intranetName.ts";

test("the name of an internal instance says its VPC, is known to no resolver, and hides where it is served", () => {
  const name = dnsNameOf({ LoadBalancerId: "alb-1", AddressType: "Intranet", VpcId: "vpc-Bp1" }, "127.3.0.9");
  expect(name).toBe("alb-1.127-3-0-9.vpc-bp1.intranet.invalid");
  expect(servedAddress(name)).toBe("127.3.0.9");
  expect(privateAddress(name)).toBe("10.3.0.9");
});

test("the address of a public instance is its name", () => {
  expect(dnsNameOf({ LoadBalancerId: "alb-1", AddressType: "Internet", VpcId: "vpc-1" }, "127.3.0.9")).toBe(
    "127.3.0.9",
  );
  expect(servedAddress("127.3.0.9")).toBe("127.3.0.9");
  expect(servedAddress("shop.localhost")).toBe("shop.localhost");
});
