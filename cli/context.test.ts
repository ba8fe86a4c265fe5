import { expect, test } from "vitest";
import { contextFrom } from "./context.ts";

const nothing = { options: {}, environment: {}, file: {}, regionOfProfile: undefined, accountOfKeys: undefined };
const environment = { ALIBABA_CLOUD_REGION_ID: "cn-shanghai", ALIBABA_CLOUD_ACCOUNT_ID: "1111111111111111" };
const file = { region: "cn-beijing", account: "2222222222222222", prefix: "albflow-staging" };

test("an option comes before the environment, the environment before albflow.yaml, and that before what the keys come with", () => {
  const all = { options: { region: "cn-qingdao" }, environment, file, regionOfProfile: "us-west-1" };
  expect(contextFrom({ ...nothing, ...all }).region).toEqual({ value: "cn-qingdao", from: "--region" });
  expect(contextFrom({ ...nothing, ...all, options: {} })).toEqual({
    region: { value: "cn-shanghai", from: "ALIBABA_CLOUD_REGION_ID" },
    account: { value: "1111111111111111", from: "ALIBABA_CLOUD_ACCOUNT_ID" },
    prefix: { value: "albflow-staging", from: "albflow.yaml" },
  });
  expect(contextFrom({ ...nothing, ...all, options: {}, environment: {} })).toMatchObject({
    region: { value: "cn-beijing", from: "albflow.yaml" },
    account: { value: "2222222222222222", from: "albflow.yaml" },
  });
  expect(contextFrom({ ...nothing, regionOfProfile: "us-west-1", accountOfKeys: "3333333333333333" })).toEqual({
    region: { value: "us-west-1", from: "profile" },
    account: { value: "3333333333333333", from: "keys" },
    prefix: { value: "albflow", from: "default" },
  });
});

test("where nobody says anything it is Hangzhou, the names begin with albflow, and the account is not known", () => {
  expect(contextFrom(nothing)).toEqual({
    region: { value: "cn-hangzhou", from: "default" },
    account: undefined,
    prefix: { value: "albflow", from: "default" },
  });
});

test("keys of another account than the one that is meant are refused with what has named it", () => {
  const keys = { ...nothing, accountOfKeys: "3333333333333333" };
  for (const [given, from, accountId] of [
    [{ file }, "albflow.yaml", "2222222222222222"],
    [{ environment, file }, "ALIBABA_CLOUD_ACCOUNT_ID", "1111111111111111"],
  ] as const)
    expect(() => contextFrom({ ...keys, ...given })).toThrow(
      expect.objectContaining({
        reason: { code: "context-account-foreign", params: { accountId, from, keys: "3333333333333333" } },
      }),
    );
});
