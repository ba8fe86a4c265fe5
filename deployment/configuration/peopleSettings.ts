import { z } from "zod";
import { must } from "../../shared/platform/reasons/must.ts";
import { anyText, field, secretReference, section, sectionError } from "./field.ts";
import { address, list, listenerPattern, whole } from "./values.ts";

/** `callers` of albflow.yaml. */
export const callersSection = section(
  "Who may call the API and see the pages. Nobody may unless people or machines are given.",
  {
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
  },
).prefault({});

/** `approvals` of albflow.yaml. */
export const approvalsSection = section("What needs the word of a second person.", {
  needed: field(whole(1, 10), "How many people must agree.", { example: 2, byDefault: 1 }).optional(),
  unaskedMayInterrupt: field(
    list(listenerPattern),
    "Listeners on which what may interrupt traffic needs no approval.",
    {
      example: ["lsn-test-*"],
    },
  ).optional(),
  unaskedLowersSecurity: field(list(listenerPattern), "Listeners on which what lowers security needs no approval.", {
    example: ["lsn-test-*"],
  }).optional(),
}).prefault({});
