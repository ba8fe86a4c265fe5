import { expect, test } from "vitest";
import { endpointOf } from "./session.ts";

const session = (region: string) => ({
  region,
  accountId: "1234567890123456",
  credentials: { accessKeyId: "a", accessKeySecret: "b" },
  endpoints: {},
});

test.each(["cn-hangzhou", "cn-hongkong", "ap-southeast-1", "eu-central-1", "us-west-1"])(
  "records of DNS are set at the one host that there is, from %s too",
  (region) => {
    expect(endpointOf(session(region), "alidns")).toEqual({ protocol: "https", host: "alidns.aliyuncs.com" });
  },
);
