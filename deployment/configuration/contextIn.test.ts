import { expect, test } from "vitest";
import { contextIn } from "./contextIn.ts";

const TWO_STAGES = `region: cn-hangzhou
account: "1234567890123456"
language: zh
callers: { address: https://albflow.example.com }
stages:
  prod: {}
  staging: { region: cn-shanghai, names: { prefix: shop }, domain: { name: stage.example.com } }
`;

test("the file says account, region, language, prefix and address of the stage prod, unless another is named", async () => {
  const prod = { account: "1234567890123456", language: "zh", address: "https://albflow.example.com" };
  expect(await contextIn(TWO_STAGES)).toEqual({ ...prod, stage: "prod", region: "cn-hangzhou", prefix: "albflow" });
  const staging = { ...prod, stage: "staging", region: "cn-shanghai", prefix: "shop" };
  expect(await contextIn(TWO_STAGES, "staging")).toEqual(staging);
});

test("a single stage is meant without a name, and of several without prod only what is the same for all is taken", async () => {
  const one = await contextIn("region: cn-beijing\nstages: { test: {} }\n");
  expect(one).toEqual({ stage: "test", region: "cn-beijing", prefix: "albflow-test" });
  const several = await contextIn("region: cn-beijing\nstages: { a: { region: cn-shanghai }, b: {} }\n");
  expect(several).toEqual({ region: "cn-beijing" });
});

test("a bound domain is the address where none is given, and an empty file says nothing but the stage", async () => {
  const bound = await contextIn("region: cn-hangzhou\ndomain: { name: albflow.example.com, certificateId: '1' }\n");
  expect(bound.address).toBe("https://albflow.example.com");
  expect(await contextIn("{}")).toEqual({ stage: "prod", prefix: "albflow" });
});

test("what is wrong elsewhere in the file keeps nobody from looking, and a wrong region is refused with its line", async () => {
  expect(await contextIn("region: cn-hangzhou\nrenewal: { share: 7 }\n")).toMatchObject({ region: "cn-hangzhou" });
  for (const text of [
    "region: [cn-hangzhou\n",
    "region: Mars\n",
    "account: 12\n",
    "region: cn-hangzhou\nlanguage: fr\n",
  ])
    await expect(contextIn(text)).rejects.toMatchObject({ reason: { code: "configuration-invalid" } });
});
