import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { SurveyedHome, SurveyedRegion } from "./survey.ts";

/** What somebody is asked; `proposed` is an answer that works. */
export interface SetupQuestion {
  name: SetupQuestionName;
  /** What is asked, and why what is proposed is proposed. */
  asked: Reason;
  proposed: string;
}

export type SetupQuestionName = (typeof QUESTIONS)[number];

/** Everything that can be asked, in this order: ten questions. */
export const QUESTIONS = [
  "region",
  "regions",
  "project",
  "secret",
  "network",
  "domain",
  "people",
  "chat",
  "remediation",
  "acme",
] as const;

/** The answer that leaves something out. */
export const NONE = "none";

/** Where albflow is to run. `wanted` is what somebody has named beside. */
export function regionQuestion(regions: SurveyedRegion[], wanted: string): SetupQuestion {
  const [best] = regions.filter(({ hasCloudFlow }) => hasCloudFlow);
  const fallback = CLOUDFLOW_REGIONS.find((region) => region === wanted) ?? CLOUDFLOW_REGIONS[0] ?? wanted;
  const proposed = best?.region ?? fallback;
  const instances = best === undefined ? 0 : best.internet + best.intranet;
  return { name: "region", proposed, asked: reason("init-region", { proposed, instances }) };
}

/** All other questions that there is a choice in: where no instance is internal, nobody is asked for their network. */
export function furtherQuestions(
  home: string,
  accountId: string,
  regions: SurveyedRegion[],
  { logProjects, trails }: SurveyedHome,
): SetupQuestion[] {
  const others = regions.filter(({ region, hasCloudFlow }) => region !== home && hasCloudFlow);
  const vpcs = regions.find(({ region }) => region === home)?.vpcs ?? [];
  const own = `albflow-reports-${accountId}`;
  const project =
    logProjects.find((name) => name === own) ?? logProjects.find((name) => /^albflow\b/.test(name)) ?? own;
  return [
    ...(others.length === 0
      ? []
      : [
          {
            name: "regions" as const,
            proposed: home,
            asked: reason("init-regions", { others: others.map(({ region }) => region), home }),
          },
        ]),
    {
      name: "project",
      proposed: project,
      asked: reason(logProjects.includes(project) ? "init-project-there" : "init-project", { project }),
    },
    { name: "secret", proposed: "file", asked: reason("init-secret") },
    ...(vpcs.length === 0
      ? []
      : [
          {
            name: "network" as const,
            proposed: NONE,
            asked: reason("init-network", { vpcs: vpcs.map(({ vpcId }) => vpcId) }),
          },
        ]),
    { name: "domain", proposed: NONE, asked: reason("init-domain") },
    { name: "people", proposed: NONE, asked: reason("init-people") },
    { name: "chat", proposed: NONE, asked: reason("init-chat") },
    {
      name: "remediation",
      proposed: "off",
      asked: reason("init-remediation", { trails: trails.map(({ logstore }) => logstore) }),
    },
    { name: "acme", proposed: NONE, asked: reason("init-acme") },
  ];
}
