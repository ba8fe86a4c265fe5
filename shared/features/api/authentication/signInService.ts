import { type Environment, settingText } from "../../../platform/settings/readSetting.ts";
import { secretSetting } from "../../../platform/settings/secretSetting.ts";

/** An OpenID Connect provider at which people sign in: the issuer of the tokens that the API takes. */
export interface SignInService {
  issuer: string;
  clientId: string;
  /** Empty for a public client, whose codes PKCE alone protects. Throws when it cannot be read; one that was rotated is followed. */
  clientSecret: () => string;
}

/** The settings that switch it on, for the documentation. */
export const SIGN_IN_SETTINGS = {
  ALBFLOW_SIGN_IN_CLIENT_ID: "as what albflow is registered with the issuer of tokens, so that people sign in there",
  ALBFLOW_SIGN_IN_CLIENT_SECRET: "the secret of that registration, where it has one",
};

/** Undefined where nobody has registered albflow: then people bring tokens. */
export function signInServiceFrom(environment: Environment): SignInService | undefined {
  const issuer = settingText(environment, "ALBFLOW_TOKEN_ISSUER");
  const clientId = settingText(environment, "ALBFLOW_SIGN_IN_CLIENT_ID");
  if (issuer === undefined || clientId === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret: () => secretSetting(environment, "ALBFLOW_SIGN_IN_CLIENT_SECRET")?.trim() ?? "",
  };
}
