import { stringify } from "yaml";
import { type Settings, settingsSchema } from "../../deployment/configuration/schema.ts";
import { NONE, type SetupQuestionName } from "./questions.ts";
import type { SurveyedHome, SurveyedRegion } from "./survey.ts";

type Answers = Partial<Record<SetupQuestionName, string>>;

/** The text of albflow.yaml that answers lead to; what was left out is not in it. Its reader says what is wrong with an answer. */
export function configurationFrom(answers: Answers, regions: SurveyedRegion[], { trails }: SurveyedHome): string {
  const { region = "", project } = answers;
  const fields: Partial<Record<keyof Settings, unknown>> = {
    region,
    regions: regionsFrom(answers.regions, region),
    secret: answers.secret === undefined || answers.secret === "file" ? "env:ALBFLOW_SECRET" : answers.secret,
    logs: project === undefined ? undefined : { project },
    network: networkFrom(answers.network, region, regions),
    domain: domainFrom(answers.domain),
    callers: peopleFrom(answers.people),
    notifications: chatFrom(answers.chat),
    remediation: remediationFrom(answers.remediation, project, trails),
    acme: isNone(answers.acme) ? undefined : { directory: answers.acme },
  };
  const written = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [commentOf(name as keyof Settings) + stringify({ [name]: value })],
  );
  return `# yaml-language-server: $schema=docs/albflow.schema.json\n${written.join("\n")}`;
}

/** What the schema tells of a field. */
function commentOf(name: keyof Settings): string {
  const { description = "" } = settingsSchema.shape[name].meta() ?? {};
  return description === "" ? "" : `# ${description}\n`;
}

function isNone(answer: string | undefined): boolean {
  return answer === undefined || answer === NONE;
}

function regionsFrom(answer: string | undefined, home: string) {
  return isNone(answer) || answer === home ? undefined : partsOf(answer);
}

/** `vpc-a=sg-a, vpc-b=sg-b`: the vSwitches are those of an instance that is there. */
function networkFrom(answer: string | undefined, home: string, regions: SurveyedRegion[]) {
  if (isNone(answer)) return undefined;
  const known = regions.find(({ region }) => region === home)?.vpcs ?? [];
  return partsOf(answer).map((part) => {
    const [vpcId = "", securityGroupId = ""] = part.split("=");
    return { vpcId, vSwitchIds: known.find((vpc) => vpc.vpcId === vpcId)?.vSwitchIds ?? [], securityGroupId };
  });
}

function domainFrom(answer = "") {
  if (answer === "" || isNone(answer)) return undefined;
  const [name = "", certificateId = ""] = answer.split("=");
  return { name, certificateId };
}

function peopleFrom(answer = "") {
  if (answer === "" || isNone(answer)) return undefined;
  const issuer = answer.replace(/\/$/, "");
  return { people: { issuer, audience: "albflow", keys: `${issuer}/.well-known/jwks.json` } };
}

function chatFrom(answer = "") {
  if (answer === "" || isNone(answer)) return undefined;
  return { about: ["failure", "approval"], [answer]: { address: "env:ALBFLOW_CHAT_URL" } };
}

/** A trail that is there is used; else bootstrap makes one. */
function remediationFrom(answer = "off", project = "albflow-reports", trails: SurveyedHome["trails"] = []) {
  if (answer === "off") return undefined;
  const [mode, ...events] = answer.split("+");
  const trail = trails[0] ?? { project, logstore: "actiontrail_albflow" };
  if (events.length === 0) return { mode, trail };
  return { mode, trail, events: events.join("+") === "events" ? true : events };
}

function partsOf(answer = ""): string[] {
  return answer.split(/[\s,]+/).filter((part) => part !== "");
}
