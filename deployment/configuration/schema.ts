import { z } from "zod";
import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";
import { must } from "../../shared/platform/reasons/must.ts";
import { field, secretReference, section, sectionError, text } from "./field.ts";
import { notificationsSection } from "./notificationSettings.ts";
import { approvalsSection, callersSection } from "./peopleSettings.ts";
import { acmeSection, renewalSection } from "./renewalSettings.ts";
import { list, logstoreName, projectName, regionId, trailLogstore, whole, word } from "./values.ts";

const ofStage = {
  region: field(
    z.enum(CLOUDFLOW_REGIONS, {
      error: must("must-have-cloudflow", { regions: [...CLOUDFLOW_REGIONS] }),
    }),
    "Home: the region where functions and flows are deployed. CloudFlow must be there.",
    { example: "cn-hangzhou" },
  ),
  account: field(
    text(/^\d{16}$/, must("must-be-account-number")),
    "The account where albflow is deployed, in quotes; that of the keys unless given. Commands that come with the keys of another are refused.",
    { example: "1234567890123456" },
  ).optional(),
  language: field(
    word(["en", "zh"]),
    "The language of the command line in this folder; that of the terminal unless given. `--language` and ALBFLOW_LANGUAGE come before it.",
    { example: "zh" },
  ).optional(),
  regions: field(
    list(regionId).max(40, must("must-have-at-most", { most: 40 })),
    "The regions of this account whose listeners are listed, operated and renewed; home alone unless given. albflow is deployed at home only.",
    { example: ["cn-hangzhou", "cn-shanghai"] },
  ).optional(),
  targets: field(
    list(
      section("One account.", {
        account: field(text(/^\d{16}$/, must("must-be-account-number")), "Its number, in quotes.", {
          example: "2222222222222222",
        }),
        regions: field(
          list(regionId)
            .min(1, must("must-not-be-empty"))
            .max(40, must("must-have-at-most", { most: 40 })),
          "Its regions; all unless given.",
          {
            example: ["cn-shanghai", "eu-central-1"],
          },
        ).optional(),
        readOnly: field(
          z.boolean(),
          "Whether albflow only looks there: its listeners are listed, operations are refused, and a round of renewal tells what is due. `albflow target add <account> --home-account <own> --read-only` prints the role for it.",
          { example: true },
        ).optional(),
      }),
    ).max(60, must("must-have-at-most", { most: 60 })),
    "Other accounts whose listeners are listed, operated and renewed, each in its regions (renewal, where none are named: in those of `regions`). Each lets albflow in by a role: `albflow target add <account>` prints what it must be.",
    { example: [{ account: "2222222222222222", regions: ["cn-shanghai"] }] },
  ).optional(),
  access: field(
    text(/^[\w.-]{1,64}$/, must("must-be-access-name")),
    "The access of Serverless Devs (`npx s config add`) that deploys.",
    { example: "production" },
  ).default("default"),
  secret: field(
    secretReference,
    "At least 32 random characters, from which every key of the deployment is derived. `openssl rand -base64 32` makes them.",
    { example: "kms:albflow/secret" },
  ).default("env:ALBFLOW_SECRET"),
  names: section("How things are called.", {
    prefix: field(
      text(/^[a-z][a-z0-9-]{0,30}$/, must("must-be-prefix")),
      "Begins the name of every function, flow and role, so that stages can share an account. `albflow` for the stage prod, `albflow-<stage>` for others, unless given.",
      { example: "albflow-shop" },
    ).optional(),
    environment: field(
      text(/^\S.{0,38}\S$/, must("must-be-so-long", { least: 2, most: 40 })),
      "What people call this deployment: questions to approvers say it.",
      { example: "production" },
    ).optional(),
  }).prefault({}),
  logs: section("Where records are kept, in Simple Log Service.", {
    project: field(projectName, "The log project, in the home region. Its name is unique in all of Alibaba Cloud.", {
      example: "albflow-reports-1234567890123456",
    }).default("albflow-reports"),
    logstore: field(logstoreName, "The logstore of reports and of the audit trail.", {
      example: "albflow",
    }).default("albflow"),
    functionLogstore: field(logstoreName, "The logstore of the functions' own logs.", {
      example: "albflow-functions",
    }).default("albflow-functions"),
    retentionDays: field(whole(1, 3650), "Days that a logstore keeps its records, where albflow makes the logstore.", {
      example: 90,
    }).default(30),
  }).prefault({}),
  network: field(
    list(
      section("One VPC.", {
        vpcId: field(text(/^vpc-[a-z0-9]+$/, must("must-be-vpc-id")), "The VPC.", {
          example: "vpc-bp1aevy8sofi8mh1q",
        }),
        vSwitchIds: field(
          list(text(/^vsw-[a-z0-9]+$/, must("must-be-vswitch-id"))).min(1, must("must-not-be-empty")),
          "Its vSwitches, in zones that Function Compute has.",
          { example: ["vsw-bp1x8xx6tm2x"] },
        ),
        securityGroupId: field(
          text(/^sg-[a-z0-9]+$/, must("must-be-security-group-id")),
          "The security group of the function there; it must let out what goes to the listeners.",
          { example: "sg-bp1k8xx6tm2x" },
        ),
      }),
    ),
    "The VPCs of internal instances: in each a function looks at their listeners. Without it these cannot be verified.",
    { example: [{ vpcId: "vpc-bp1", vSwitchIds: ["vsw-bp1"], securityGroupId: "sg-bp1" }] },
  ).default([]),
  domain: section("A domain of your own for the pages: the built-in address makes browsers save them.", {
    name: field(
      text(/^(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/, must("must-be-domain-name")),
      "The domain. In regions of mainland China it needs an ICP filing.",
      { example: "albflow.example.com" },
    ),
    certificateId: field(
      text(/^\d+(?:-[a-z0-9-]+)?$/, must("must-be-certificate-id")),
      "Its certificate, by its id in Certificate Management Service.",
      { example: "24664588" },
    ),
  }).optional(),
  callers: callersSection,
  approvals: approvalsSection,
  renewal: renewalSection,
  acme: acmeSection,
  notifications: notificationsSection,
  remediation: section("What answers changes that others make. Without it albflow receives none.", {
    mode: field(word(["off", "observe", "on"]), "Whether remedies are carried out, only told, or not looked for.", {
      example: "on",
      byDefault: "observe",
    }).optional(),
    trail: section("The logstore to which a trail of ActionTrail delivers.", {
      project: field(projectName, "Its log project, in the home region.", { example: "albflow-reports" }),
      logstore: field(
        trailLogstore,
        "The logstore: ActionTrail calls it `actiontrail_` and the trail's name, which has 6 to 36 characters.",
        {
          example: "actiontrail_albflow",
        },
      ),
    }).optional(),
    accessLog: section("The logstore of access logs, for remedies of errors.", {
      project: field(projectName, "Its log project, in the home region.", { example: "albflow-traces" }),
      logstore: field(logstoreName, "The logstore.", { example: "alb_traced" }),
    }).optional(),
    events: field(
      z.boolean({ error: must("must-be-true-or-false") }),
      "Whether EventBridge calls, too. It is quicker, and nobody has documented that it carries ALB's events.",
      { example: true },
    ).default(false),
  }).optional(),
};

/** All fields of one stage. */
export const settingsSchema = z.strictObject(ofStage, { error: sectionError });

/** What one stage is, with every structural default filled in. */
export type Settings = z.output<typeof settingsSchema>;

/** `albflow.yaml` as a whole: the settings of every stage, and what single stages have instead. */
export const configurationSchema = settingsSchema.extend({
  stages: field(
    z.record(
      text(/^[a-z][a-z0-9-]{0,15}$/, must("must-be-stage-name")),
      z.record(z.string(), z.unknown(), { error: sectionError }),
      { error: sectionError },
    ),
    "Stages, each with the fields in which it differs from what is said above; the stage `prod` alone unless given.",
    { example: { prod: {}, staging: { logs: { project: "albflow-staging" } } } },
  ).optional(),
});
