/**
 * What a deployment has only when its settings ask for it, as a specification that extends `s.yaml`: a domain of the account's
 * own for the pages, and a VPC for the functions that look at listeners from outside (real-cloud.md FB2, FB6). Undefined
 * when they ask for neither. `probing` are the names of these functions. Throws an `Error` that says which setting is wrong.
 */
export function optionalParts(settings, probing) {
  const domain = domainOf(settings);
  const network = networkOf(settings);
  if (domain === undefined && network === undefined) return undefined;
  const resources = Object.fromEntries(probing.map((name) => [name, { props: { vpcConfig: network } }]));
  return {
    extend: "./s.yaml",
    resources: {
      ...(network === undefined ? {} : resources),
      ...(domain === undefined ? {} : { api: { props: { customDomain: domain } } }),
    },
  };
}

/** Where people reach the pages when nothing else is said: at the domain. */
export function withAddress(settings) {
  const { ALBFLOW_DOMAIN = "", ALBFLOW_API_URL = "" } = settings;
  if (ALBFLOW_DOMAIN === "" || ALBFLOW_API_URL !== "") return settings;
  return { ...settings, ALBFLOW_API_URL: `https://${ALBFLOW_DOMAIN}` };
}

function domainOf(settings) {
  const { ALBFLOW_DOMAIN: domainName = "", ALBFLOW_DOMAIN_CERTIFICATE: certificate = "" } = settings;
  if (domainName === "" && certificate === "") return undefined;
  refuseUnless(settings, "ALBFLOW_DOMAIN", /^(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/, "the name of a domain");
  // Signing in needs HTTPS: browsers keep its cookie under no other.
  refuseUnless(settings, "ALBFLOW_DOMAIN_CERTIFICATE", /^\d+(?:-[a-z0-9-]+)?$/, "the id of the domain's certificate");
  return {
    domainName,
    protocol: "HTTPS",
    route: { path: "/*", qualifier: "LATEST" },
    // The component reads it from the certificate service by its number.
    certConfig: { certId: certificate.replace(/-.*$/, "") },
  };
}

function networkOf(settings) {
  const names = ["ALBFLOW_VPC_ID", "ALBFLOW_VSWITCH_IDS", "ALBFLOW_SECURITY_GROUP_ID"];
  if (names.every((name) => (settings[name] ?? "") === "")) return undefined;
  refuseUnless(settings, "ALBFLOW_VPC_ID", /^vpc-[a-z0-9]+$/, "the id of a VPC");
  refuseUnless(
    settings,
    "ALBFLOW_VSWITCH_IDS",
    /^vsw-[a-z0-9]+(?: *, *vsw-[a-z0-9]+)*$/,
    "ids of vSwitches, with commas",
  );
  refuseUnless(settings, "ALBFLOW_SECURITY_GROUP_ID", /^sg-[a-z0-9]+$/, "the id of a security group");
  return {
    vpcId: settings.ALBFLOW_VPC_ID,
    vSwitchIds: settings.ALBFLOW_VSWITCH_IDS.split(",").map((id) => id.trim()),
    securityGroupId: settings.ALBFLOW_SECURITY_GROUP_ID,
  };
}

function refuseUnless(settings, name, pattern, expected) {
  const text = settings[name] ?? "";
  if (pattern.test(text)) return;
  const said = text === "" ? "is not set" : `is ${JSON.stringify(text)}`;
  throw new Error(`${name} ${said}; it must be ${expected}.`);
}
