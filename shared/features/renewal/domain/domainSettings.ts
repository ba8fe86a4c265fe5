import { type Environment, settingText } from "../../../platform/settings/readSetting.ts";

/** What whoever deploys sets of the domain of the pages, for the documentation. */
export const DOMAIN_SETTINGS = {
  ALBFLOW_DOMAIN: "the domain of the pages, whose certificate is renewed, too; none when it is not set",
  ALBFLOW_DOMAIN_CERTIFICATE: "the id of the certificate that the domain was deployed with",
};

/** The domain that is bound to the pages. */
export interface DomainSettings {
  name: string;
  /** In Certificate Management Service, with its site or without. */
  certificateId: string;
}

/** Reads them; undefined where there is no domain. */
export function domainFrom(environment: Environment): DomainSettings | undefined {
  const name = settingText(environment, "ALBFLOW_DOMAIN");
  const certificateId = settingText(environment, "ALBFLOW_DOMAIN_CERTIFICATE");
  return name === undefined || certificateId === undefined ? undefined : { name, certificateId };
}
