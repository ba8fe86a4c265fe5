import { expect, test } from "vitest";
import { signInServiceFrom } from "../shared/features/api/authentication/signInService.ts";
import { channelKinds, channelsFrom } from "../shared/features/notify/registry.ts";
import { acmeSettingsFrom } from "../shared/features/renewal/acme/acmeSettings.ts";
import { secretFor } from "../shared/platform/secretFor.ts";
import type { Environment } from "../shared/platform/settings/readSetting.ts";
import { VARIABLES } from "./configuration/variables.ts";
import { isSecretSetting } from "./secretSettings.ts";

/** What reads each secret, with what it needs besides. */
const readers: Record<string, (environment: Environment) => unknown> = {
  ALBFLOW_SECRET: (environment) => secretFor(environment, "tests"),
  ALBFLOW_SIGN_IN_CLIENT_SECRET: (environment) =>
    signInServiceFrom({
      ALBFLOW_TOKEN_ISSUER: "https://sso.example.com",
      ALBFLOW_SIGN_IN_CLIENT_ID: "albflow",
      ...environment,
    })?.clientSecret(),
  ...Object.fromEntries(
    ["ALBFLOW_ACME_ACCOUNT_KEY", "ALBFLOW_ACME_EAB_HMAC_KEY"].map((name) => [
      name,
      (environment: Environment) =>
        acmeSettingsFrom({
          ALBFLOW_SECRET: "a-secret-of-no-deployment-long-enough",
          ALBFLOW_ACME_DIRECTORY: "https://acme.example.com/dir",
          ALBFLOW_ACME_EAB_KID: "kid",
          ...environment,
        }),
    ]),
  ),
  ...Object.fromEntries(
    channelKinds.flatMap(({ variable, settings }) => {
      const address = variable.endsWith("SMTP") ? "smtps://mail.example.com" : "https://chat.example.com/hook";
      const mail = { ALBFLOW_MAIL_FROM: "a@example.com", ALBFLOW_MAIL_TO: "b@example.com" };
      return Object.keys(settings).map((name) => [
        name,
        (environment: Environment) => channelsFrom({ ...mail, [variable]: address, ...environment }),
      ]);
    }),
  ),
};

/** It has a secret's name, and says which kind of key is wanted. */
const NO_SECRET = "ALBFLOW_ACME_KEY";

test.each(Object.keys(VARIABLES).filter((name) => isSecretSetting(name) && name !== NO_SECRET))(
  "what reads %s never takes a reference to KMS for the secret",
  (name) => {
    expect(() => readers[name]?.({ [name]: "kms:albflow/a-name-that-is-long-enough-for-a-secret" })).toThrow(
      `${name} is kept in KMS`,
    );
  },
);
