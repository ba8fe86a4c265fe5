// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of Serverless Devs.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { functions } from "../../functions/registry.ts";
import { readConfiguration } from "../configuration/readConfiguration.ts";
import { deployedHere } from "../deployedHere.ts";
import { specificationOf } from "./specificationOf.ts";

const settingsIn = (text: string) => {
  const settings = readConfiguration(`region: cn-hangzhou\n${text}`, "albflow.yaml").stages.get("prod");
  if (settings === undefined) throw new Error("no stage");
  return settings;
};
const resourcesOf = (text: string) => specificationOf(settingsIn(text)).resources;
const triggersIn = (resources: ReturnType<typeof resourcesOf>, name: string) =>
  ((resources[name]?.props.triggers ?? []) as { triggerName: string }[]).map(({ triggerName }) => triggerName);

test("nothing optional is deployed until it is asked for", () => {
  const resources = resourcesOf("");
  expect(triggersIn(resources, "remediate")).toEqual(["timer"]);
  expect(resources.logs?.props.sources).toEqual([]);
  expect(resources.roles?.props.logTriggers).toEqual([]);
  expect(Object.values(resources).filter(({ props }) => "customDomain" in props || "vpcConfig" in props)).toEqual([]);
  expect(resources.notify?.props.environmentVariables).toEqual({
    ALBFLOW_PREFIX: "albflow",
    ALBFLOW_LOG_PROJECT: "albflow-reports",
    ALBFLOW_LOGSTORE: "albflow",
  });
});

test("remediation listens to the logstores that are named, and to EventBridge when that is asked for", () => {
  const trail = "remediation:\n  trail: { project: shop, logstore: actiontrail_shop-trail }\n";
  const resources = resourcesOf(trail);
  expect(triggersIn(resources, "remediate")).toEqual(["timer", "trail"]);
  expect(resources.logs?.props.sources).toEqual([{ project: "shop", logstore: "actiontrail_shop-trail" }]);
  expect(resources.roles?.props.logTriggers).toEqual([
    { function: "remediate", project: "shop", logstore: "actiontrail_shop-trail" },
  ]);
  expect(triggersIn(resourcesOf(`${trail}  events: true\n`), "remediate")).toEqual(["timer", "trail", "events"]);
});

test("a domain is bound to the function that serves the pages, with HTTPS and a certificate of the account", () => {
  const resources = resourcesOf('domain: { name: albflow.example.com, certificateId: "24664588-cn-hangzhou" }\n');
  expect(resources.api?.props.customDomain).toEqual({
    domainName: "albflow.example.com",
    protocol: "HTTPS",
    route: { path: "/*", qualifier: "LATEST" },
    certConfig: { certId: "24664588" },
  });
  expect(resources.api?.props.environmentVariables).toMatchObject({ ALBFLOW_API_URL: "https://albflow.example.com" });
});

test("in each VPC stands a function that looks at its internal instances, and no other function stands in any", () => {
  const first = { vpcId: "vpc-1", vSwitchIds: ["vsw-1", "vsw-2"], securityGroupId: "sg-1" };
  const second = { vpcId: "vpc-2", vSwitchIds: ["vsw-3"], securityGroupId: "sg-2" };
  const settings = settingsIn(`network: ${JSON.stringify([first, second])}\n`);
  const { resources, flow } = specificationOf(settings);
  const inside = Object.entries(resources).filter(([, { props }]) => props.vpcConfig !== undefined);
  expect(inside.map(([name, { props }]) => [name, props.functionName, props.vpcConfig])).toEqual([
    ["probe", "albflow-probe", first],
    ["probe2", "albflow-probe2", second],
  ]);
  const [probe, copy] = inside.map(([, { props }]) => props);
  expect([copy?.code, copy?.role]).toEqual([probe?.code, probe?.role]);
  expect(probe?.role).toBe("acs:ram::${config('AccountID')}:role/albflow-probe");
  // What is not in the order would not be removed at all.
  expect(flow.remove[2]).toEqual(expect.arrayContaining(["verify", "probe", "probe2"]));
  const reported = Object.entries(resources)
    .filter(([, { props }]) => "ALBFLOW_PROBED_VPCS" in ((props.environmentVariables as object | undefined) ?? {}))
    .map(([name, { props }]) => [name, (props.environmentVariables as Record<string, string>).ALBFLOW_PROBED_VPCS]);
  expect(reported).toEqual(functions.filter(({ probes }) => probes).map(({ name }) => [name, "vpc-1,vpc-2"]));
});

test("where no VPC is named, no function stands in one, and none that would", () => {
  expect(Object.keys(resourcesOf(""))).not.toContain("probe");
});

describe("a secret", () => {
  const place = "${env('SHOP_SECRET', '')}";

  test("of a variable is filled in while it is deployed, and stands in no file", () => {
    const { api } = resourcesOf("secret: env:SHOP_SECRET\n");
    expect(api?.props.environmentVariables).toMatchObject({ ALBFLOW_SECRET: place });
  });

  test("of KMS is named, and its readers alone may read it, and nothing else of KMS", () => {
    const settings = settingsIn(
      "secret: kms:shop/albflow\nnotifications: { lark: { address: kms:shop/lark, secret: env:LARK } }\n",
    );
    const { roles } = deployedHere("1234567890123456", undefined, settings);
    const readers = roles.flatMap(({ name, policy }) =>
      policy.Statement.filter(({ Action }) => Action.includes("kms:GetSecretValue")).map(({ Resource }) => [
        name,
        Resource,
      ]),
    );
    const arn = (name: string) => [`acs:kms:cn-hangzhou:1234567890123456:secret/${name}`];
    const readersOfSecret = functions
      .filter(({ environment = {} }) => "ALBFLOW_SECRET" in environment)
      .map(({ name }) => [`albflow-${name}`, arn("shop/albflow")]);
    expect(new Set(readers)).toEqual(new Set([...readersOfSecret, ["albflow-notify", arn("shop/lark")]]));
    expect(specificationOf(settings).resources.notify?.props.environmentVariables).toMatchObject({
      ALBFLOW_LARK_URL: "kms:shop/lark",
    });
  });
});

test("s.yaml takes nothing from the environment but the account and secrets", () => {
  const text = readFileSync("s.yaml", "utf8");
  expect(parse(text).resources.api.component).toBe("fc3@0.1.22");
  const open = [...text.matchAll(/\$\{[^}]*\}/g)].map(([expression]) => expression);
  expect([...new Set(open)].sort()).toEqual(["${config('AccountID')}", "${env('ALBFLOW_SECRET', '')}"]);
});
