import { createHash, X509Certificate } from "node:crypto";
import type { PolicyDocument } from "../../deployment/roles/policyOf.ts";
import { type MadeCertificate, makeCertificate } from "../../local/certificates/makeCertificate.ts";
import { openBrowser } from "../console/openBrowser.ts";
import type { EmptyAccount, Ended } from "./emptyAccount.ts";

/** One thing that a person types, and what came of it. */
interface Step extends Ended {
  typed: string;
}

/** What the first hour took, and what it left. */
export interface FirstHour {
  steps: Step[];
  /** The page that a person opens, as the browser shows it. */
  page: Page;
  report: { steps: number; questions: number; minutes: number; leftovers: number; secretsFound: number };
}

/** A page that a browser shows, and what it was served with. */
interface Page {
  address: string;
  status: number;
  title: string;
  /** Whom the certificate names. */
  subject: string;
  /** What the page said to the browser's console as wrong. */
  errors: string[];
}

const ACCOUNT = "1234567890123456";

/** The domain that the pages are bound to: of its kind browsers know that they are on this machine. */
const DOMAIN = "albflow.localhost";
const DOMAIN_CERTIFICATE = 24664588;

/**
 * From an empty account to a verified rotation and a page that opens, and back, as a person goes it: with the rights of the deployer's
 * policy and nothing more, and with no service activated at first. Rejects with an `Error` that names the step which did not end as it should.
 */
export async function goThrough(account: EmptyAccount): Promise<FirstHour> {
  const { cloud } = account;
  const begun = performance.now();
  const steps: Step[] = [];
  const type = async (typed: string, code = 0): Promise<string> => {
    const ended = await account.albflow(typed.replace(/^albflow /, "").split(" "));
    steps.push({ typed, ...ended });
    if (ended.code !== code) throw new Error(`${typed} ended with ${ended.code} instead of ${code}:\n${ended.said}`);
    return ended.said;
  };
  const grant = (policy: string) => account.become([JSON.parse(policy) as PolicyDocument]);

  deactivateServices(account);
  cloud.alidns.putDomain("localhost", [
    { RR: "albflow", Type: "CNAME", Value: `${ACCOUNT}.cn-hangzhou.fc.aliyuncs.com` },
  ]);
  // What people have who have a domain.
  const certificate = await makeCertificate({ names: [DOMAIN] });
  cloud.cas.putCertificate({ name: "the domain", certId: DOMAIN_CERTIFICATE, ...certificate });
  // Somebody who may gives the person what the command prints.
  grant(await type(`albflow policy deployer --account ${ACCOUNT}`));
  const questions = await type(
    `albflow init --yes --set domain=${DOMAIN}=${DOMAIN_CERTIFICATE} people=https://sso.example.com`,
  );
  grant(await type(`albflow policy deployer --account ${ACCOUNT}`));
  const unprepared = await type("albflow bootstrap --yes", 1);
  for (const service of SERVICES) {
    if (!unprepared.includes(`${service.name} is not activated`))
      throw new Error(`${service.name} was not named:\n${unprepared}`);
  }
  cloud.faults.clear();
  await type("albflow bootstrap --yes");
  await type("albflow deploy --yes");
  await type("albflow doctor --stage prod");
  await type("albflow tryout --yes");
  const page = await open(cloud.endpoints.fc, certificate);
  const leaving = await type("albflow remove --yes");
  const minutes = Math.round((performance.now() - begun) / 6_000) / 10;

  const said = steps.map((step) => step.said).join("");
  const [secret = ""] = /(?<=^ALBFLOW_SECRET=).+$/m.exec(account.secretsFile()) ?? [];
  const files = account.filesHolding(secret).filter((file) => !file.endsWith(".albflow.env"));
  return {
    steps,
    page,
    report: {
      steps: steps.length,
      // Two are answered on the command line.
      questions: 2 + (questions.match(/^\w+: .*\[.*\]$/gm)?.length ?? 0),
      minutes,
      leftovers: leftoversIn(account, leaving).length,
      secretsFound: (said.includes(secret) ? 1 : 0) + files.length,
    },
  };
}

/** What services say that nobody has activated (real-cloud.md FB7). */
export const SERVICES = [
  { name: "Function Compute", service: "fc", message: "FC service is not enabled for current user." },
  { name: "CloudFlow", service: "fnf", message: "FnF service is not enabled for current user." },
  { name: "Simple Log Service", service: "sls", message: "The account has not opened the log service: NotOpen." },
  {
    name: "Application Load Balancer",
    service: "alb",
    message: "The service is not activated: inactive to this service.",
  },
  { name: "Certificate Management Service", service: "cas", message: "The user has not opened this service: NotOpen." },
] as const;

/** Makes services answer as in an account that has never used them; gives the ids of these faults. */
export function deactivateServices(
  { cloud }: EmptyAccount,
  only = SERVICES.map(({ name }) => name as string),
): string[] {
  return SERVICES.filter(({ name }) => only.includes(name)).map(({ service, message }) =>
    cloud.faults.add({ service, fault: { kind: "refuse", status: 403, code: "AccessDenied", message } }),
  );
}

/** What of a deployment, or of trying it, is in the account although a removal has not said so. */
function leftoversIn({ cloud }: EmptyAccount, saidByRemoval: string): string[] {
  const { functions, domains = [] } = cloud.fc.exportState();
  const { loadBalancers, listeners, serverGroups } = cloud.alb.exportState();
  const own = (names: string[]) => names.filter((name) => /albflow/i.test(name));
  const stores = (cloud.sls.exportState() as { projects: { name: string }[] }).projects.map(({ name }) => name);
  return [
    ...functions.map(({ config }) => `function ${config.functionName}`),
    ...domains.map(({ domainName }) => `domain ${domainName}`),
    ...[...cloud.cloudFlow.state.flows.keys()].map((name) => `flow ${name}`),
    ...own(Object.keys(cloud.ram.directory.roles)).map((name) => `role ${name}`),
    ...own(Object.keys(cloud.ram.directory.policies)).map((name) => `policy ${name}`),
    ...[...loadBalancers, ...listeners, ...serverGroups].map((row) => JSON.stringify(row)),
    ...cloud.cas
      .exportState()
      .certificates.filter(({ CertId, Deleted }) => Deleted !== true && CertId !== DOMAIN_CERTIFICATE)
      .map(({ Name }) => `certificate ${Name}`),
    ...cloud.actionTrail.trails().map(({ logstore }) => `trail ${logstore}`),
    ...stores.filter((project) => !saidByRemoval.includes(project)).map((project) => `log project ${project}`),
  ];
}

/**
 * Opens the pages in a browser as a person does, by the domain and over TLS: only where the domain leads is the browser told, as no
 * name server of this machine knows it. It takes nobody's certificate but the one of the domain.
 */
async function open(functionCompute: string, { certificatePem }: MadeCertificate): Promise<Page> {
  const { host } = new URL(functionCompute);
  const key = new X509Certificate(certificatePem).publicKey.export({ type: "spki", format: "der" });
  const browser = await openBrowser([
    `--host-resolver-rules=MAP ${DOMAIN} ${host}`,
    `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
  ]);
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    const answer = await page.goto(`https://${DOMAIN}/console`);
    const security = await answer?.securityDetails();
    return {
      address: page.url(),
      status: answer?.status() ?? 0,
      title: await page.title(),
      subject: security?.subjectName ?? "",
      errors,
    };
  } finally {
    await browser.close();
  }
}
