import { z } from "zod";
import { NOTICE_KINDS } from "../../shared/features/notify/notice.ts";
import { KEY_KINDS } from "../../shared/features/renewal/acme/keyKind.ts";
import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { must } from "../must.ts";
import { anyText, field, secretReference, section, sectionError, text } from "./field.ts";

const region = text(/^[a-z]{2}-[a-z0-9-]{1,30}$/, must("must-be-region-id"));
const project = text(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, must("must-be-project-name"));
const logstore = text(/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, must("must-be-logstore-name"));
/** Names of trails (ActionTrail, CreateTrail): 6 to 36 characters that begin with a small letter. */
const trailLogstore = text(
  /^(?!actiontrail_)[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$|^actiontrail_[a-z][a-z0-9_-]{5,35}$/,
  must("must-be-trail-logstore"),
);
const address = text(/^https:\/\/[^\s/]+\S*$/, must("must-be", { expected: reason("expected-https-address") }));
const mailAddress = text(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, must("must-be-mail-address"));
const listener = text(/^(?:[\d*]{1,16}\/[a-z0-9*-]{1,40}\/)?[\w*-]{1,64}$/, must("must-be-listener-pattern"));
const whole = (least: number, most: number) => {
  const error = must("must-be", { expected: reason("expected-whole-number", { least, most }) });
  return z.int({ error }).min(least, error).max(most, error);
};
const shareError = must("must-be", { expected: reason("expected-number", { least: 0.05, most: 0.9 }) });
const share = z.number({ error: shareError }).min(0.05, shareError).max(0.9, shareError);
const word = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: must("must-be", { expected: reason("expected-one-of", { values: [...words] }) }) });
const list = <Schema extends z.ZodType>(member: Schema) => z.array(member, { error: must("must-be-list") });

/** How the robots of chats are reached. */
const robot = (name: string, secret: string) =>
  section(`A robot of ${name}.`, {
    address: field(secretReference, "The robot's webhook address. Whoever knows it can write there.", {
      example: "env:ALBFLOW_CHAT_URL",
    }),
    secret: field(secretReference, `${secret}.`, { example: "kms:albflow/chat" }).optional(),
  });

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
    list(region).max(40, must("must-have-at-most", { most: 40 })),
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
          list(region)
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
    project: field(project, "The log project, in the home region. Its name is unique in all of Alibaba Cloud.", {
      example: "albflow-reports-1234567890123456",
    }).default("albflow-reports"),
    logstore: field(logstore, "The logstore of reports and of the audit trail.", { example: "albflow" }).default(
      "albflow",
    ),
    functionLogstore: field(logstore, "The logstore of the functions' own logs.", {
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
  callers: section("Who may call the API and see the pages. Nobody may unless people or machines are given.", {
    address: field(
      address,
      "Where people reach the pages, for links, if that is neither the domain nor the function's own address.",
      { example: "https://albflow.example.com" },
    ).optional(),
    people: section("People, by tokens of an OpenID Connect issuer.", {
      issuer: field(address, "Who issues the tokens.", { example: "https://sso.example.com" }),
      audience: field(anyText, "Whom the tokens are for: this deployment.", { example: "albflow" }),
      keys: field(
        z.union([address, z.looseObject({ keys: z.array(z.unknown()) })], {
          error: must("must-be-key-set"),
        }),
        "The issuer's public keys: the address of its JWKS, or the JWKS itself.",
        { example: "https://sso.example.com/.well-known/jwks.json" },
      ),
      algorithms: field(list(anyText).min(1, must("must-not-be-empty")), "Signature algorithms that are accepted.", {
        example: ["ES256"],
        byDefault: ["RS256", "ES256"],
      }).optional(),
      grantsClaim: field(anyText, "The claim of a token that holds the grants.", {
        example: "albflow_grants",
        byDefault: "roles",
      }).optional(),
      signIn: section(
        "People sign in at the issuer, by OpenID Connect. Register albflow there with the address <pages>/console/sign-in/done. Without it they bring tokens.",
        {
          clientId: field(
            anyText,
            "As what albflow is registered. ID tokens are for it: give it as the audience, too, unless access tokens are for the audience.",
            { example: "albflow" },
          ),
          clientSecret: field(secretReference, "The secret of that registration, where it has one.", {
            example: "kms:albflow/sign-in",
          }).optional(),
        },
      ).optional(),
    }).optional(),
    machines: field(
      z.record(z.string(), list(anyText), { error: sectionError }),
      "Programs, by the id of their access key, with their grants. Function Compute then checks the signature of every request.",
      { example: { LTAI5tExampleKeyId: ["operator:lsn-prod-*"] } },
    ).optional(),
    requestsPerMinute: field(whole(1, 1_000_000), "How many requests one caller may make in a minute.", {
      example: 600,
      byDefault: 120,
    }).optional(),
  }).prefault({}),
  approvals: section("What needs the word of a second person.", {
    needed: field(whole(1, 10), "How many people must agree.", { example: 2, byDefault: 1 }).optional(),
    unaskedMayInterrupt: field(list(listener), "Listeners on which what may interrupt traffic needs no approval.", {
      example: ["lsn-test-*"],
    }).optional(),
    unaskedLowersSecurity: field(list(listener), "Listeners on which what lowers security needs no approval.", {
      example: ["lsn-test-*"],
    }).optional(),
  }).prefault({}),
  renewal: section("How certificates are renewed.", {
    share: field(
      share,
      "The share of its lifetime, at its end, in which a certificate is renewed; a third unless given.",
      { example: 0.25 },
    ).optional(),
    windows: field(list(anyText), "Maintenance windows in which certificates are rotated; at any time unless given.", {
      example: ["Sat,Sun 02:00-06:00 Asia/Shanghai"],
    }).optional(),
    atOnce: field(whole(1, 20), "Rotations of a region at the same time.", { example: 5, byDefault: 3 }).optional(),
    errorBudget: field(whole(1, 100), "Failed rotations in six hours that stop all that is not urgent.", {
      example: 5,
      byDefault: 3,
    }).optional(),
    unverified: field(
      word(["none", "quic", "all"]),
      "What is renewed although it cannot be verified: nothing, QUIC listeners, or whatever cannot be reached.",
      { example: "quic", byDefault: "none" },
    ).optional(),
  }).prefault({}),
  acme: section(
    "Where new certificates are ordered. Without it albflow uses only what Certificate Management Service has.",
    {
      directory: field(address, "The directory of the ACME server.", {
        example: "https://acme-v02.api.letsencrypt.org/directory",
      }),
      contacts: field(list(mailAddress), "Mail addresses that the server may write to.", {
        example: ["sre@example.com"],
      }).optional(),
      accountKey: field(secretReference, "The account's private key in PEM form, where the account exists already.", {
        example: "kms:albflow/acme-account",
      }).optional(),
      externalAccount: section("The external account binding that some servers ask for.", {
        kid: field(anyText, "Its id.", { example: "kid-1" }),
        hmacKey: field(secretReference, "Its key, in base64url.", { example: "env:ALBFLOW_EAB_KEY" }),
      }).optional(),
      chain: field(anyText, "The common name of the issuer whose chain is preferred.", {
        example: "ISRG Root X1",
      }).optional(),
      serverCa: field(anyText, "The CA of the server's own HTTPS certificate in PEM form, where it is no public one.", {
        example: "-----BEGIN CERTIFICATE-----…",
      }).optional(),
      key: field(
        word(["same", ...KEY_KINDS]),
        "The kind of key of what is ordered; that of the predecessor is `same`.",
        {
          example: "ecdsa-p256",
          byDefault: "same",
        },
      ).optional(),
    },
  ).optional(),
  notifications: section("Who is told of what.", {
    about: field(list(word(NOTICE_KINDS)), "The kinds of notices that are sent; none unless given.", {
      example: ["failure", "approval"],
    }).optional(),
    language: field(word(["en", "zh"]), "The language of notices.", { example: "zh", byDefault: "en" }).optional(),
    dingtalk: robot("DingTalk", "The robot's secret, where its messages are to be signed").optional(),
    lark: robot("Lark (Feishu)", "The robot's signing secret, where signatures are verified").optional(),
    wecom: section("A robot of WeCom.", {
      address: field(secretReference, "The robot's webhook address, its key included.", {
        example: "env:ALBFLOW_CHAT_URL",
      }),
    }).optional(),
    webhook: section("Any HTTP endpoint, signed as Standard Webhooks says.", {
      address: field(secretReference, "An https address that takes POST.", { example: "env:ALBFLOW_WEBHOOK_URL" }),
      secret: field(secretReference, "The key of the signature: any text, or whsec_ and base64.", {
        example: "kms:albflow/webhook",
      }),
    }).optional(),
    mail: section("Mail by SMTP.", {
      server: field(secretReference, "An address like smtps://user:password@host:465.", {
        example: "env:ALBFLOW_SMTP",
      }),
      from: field(mailAddress, "The sender.", { example: "albflow@example.com" }),
      to: field(list(mailAddress).min(1, must("must-not-be-empty")), "The receivers.", {
        example: ["sre@example.com"],
      }),
    }).optional(),
  }).prefault({}),
  remediation: section("What answers changes that others make. Without it albflow receives none.", {
    mode: field(word(["off", "observe", "on"]), "Whether remedies are carried out, only told, or not looked for.", {
      example: "on",
      byDefault: "observe",
    }).optional(),
    trail: section("The logstore to which a trail of ActionTrail delivers.", {
      project: field(project, "Its log project, in the home region.", { example: "albflow-reports" }),
      logstore: field(
        trailLogstore,
        "The logstore: ActionTrail calls it `actiontrail_` and the trail's name, which has 6 to 36 characters.",
        {
          example: "actiontrail_albflow",
        },
      ),
    }).optional(),
    accessLog: section("The logstore of access logs, for remedies of errors.", {
      project: field(project, "Its log project, in the home region.", { example: "albflow-traces" }),
      logstore: field(logstore, "The logstore.", { example: "alb_traced" }),
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
