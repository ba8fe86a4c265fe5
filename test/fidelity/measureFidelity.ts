import { albActions } from "../../local/alb/registry.ts";
import { alidnsActions } from "../../local/alidns/registry.ts";
import { casActions } from "../../local/cas/registry.ts";
import { apiActions } from "../../local/cloudflow/api/actions/registry.ts";
import { cmsActions } from "../../local/cms/registry.ts";
import { fcRoutes } from "../../local/fc/fcRoutes.ts";
import { kmsActions } from "../../local/kms/registry.ts";
import { ramActions } from "../../local/ram/ramService.ts";
import { slsRoutes } from "../../local/sls/slsRoutes.ts";
import { playedCloudFlowValues, unknownFlowValues } from "./cloudFlowValues.ts";
import { compareAnswers } from "./compareAnswers.ts";
import { compareValues } from "./compareValues.ts";
import { droppedSettings } from "./droppedSettings.ts";
import { excuseFor } from "./excuses.ts";
import { playedValues } from "./playedValues.ts";
import { type Sent, startRecording } from "./recording.ts";
import { type Product, responseModel } from "./responseModels.ts";
import { albScenario } from "./scenarios/alb.ts";
import { casScenario } from "./scenarios/cas.ts";
import { cloudFlowScenario } from "./scenarios/cloudFlow.ts";
import { cmsScenario } from "./scenarios/cms.ts";
import { dnsScenario } from "./scenarios/dns.ts";
import { fcScenario } from "./scenarios/fc.ts";
import { kmsScenario } from "./scenarios/kms.ts";
import { ramScenario } from "./scenarios/ram.ts";
import { slsScenario } from "./scenarios/sls.ts";

/** How the local cloud's answers differ from what the official SDKs know. */
export interface Fidelity {
  actions: number;
  /** Fields of response models that no answer of their action had in any state. */
  fieldsNeverSent: number;
  /** Differences of whatever kind that have a line with a reason in `excuses.ts`. */
  excused: string[];
  /** The others: `alb ListListeners never sends Listeners[].Tags`. */
  unexplained: string[];
  /** `alb CreateServerGroup Scheduler lacks Uch`: parameters whose documented values are not those that are taken. */
  enumsIncomplete: string[];
  /** Values in CloudFlow's answers that its SDK does not document: `DescribeExecution Status Paused`. */
  unknownFlowValues: string[];
}

/** Every emulated action, by product. HTTP triggers and invocations answer what a function says. */
export function emulatedActions(): [product: Product, action: string][] {
  const routed = (routes: { action: string }[]) => [...new Set(routes.map(({ action }) => action))];
  const ram = [...ramActions].filter(([, { product }]) => product !== "sts").map(([name]) => name);
  const sts = [...ramActions].filter(([, { product }]) => product === "sts").map(([name]) => name);
  const byProduct: [Product, string[]][] = [
    ["alb", Object.keys(albActions)],
    ["cas", Object.keys(casActions)],
    ["cms", Object.keys(cmsActions)],
    ["dns", Object.keys(alidnsActions)],
    ["fnf", Object.keys(apiActions)],
    ["kms", Object.keys(kmsActions)],
    ["ram", ram],
    ["sts", sts],
    ["fc", routed(fcRoutes({} as never)).filter((action) => !["HttpTrigger", "InvokeFunction"].includes(action))],
    ["sls", routed(slsRoutes({} as never))],
  ];
  return byProduct.flatMap(([product, actions]) =>
    actions.map((action): [Product, string] => [product, (RENAMED[`${product} ${action}`] ?? action) as string]),
  );
}

/** RAM's name of an action where it is not the API's. */
const RENAMED: Record<string, string> = {
  "sls GetLogStoreLogs": "GetLogs",
  "sls GetLogStoreHistogram": "GetHistograms",
  "sls GetCursorOrData": "GetCursor",
  "sls PostLogStoreLogs": "PutLogs",
};

/** Plays every scenario on a local cloud of its own and compares what came back. */
export async function measureFidelity(): Promise<Fidelity> {
  const recording = await startRecording();
  const actions = emulatedActions();
  const answers = new Map<string, unknown[]>();
  let sent: Sent[] = [];
  let played: string[] = [];
  try {
    await albScenario(recording);
    await Promise.all(
      [casScenario, cloudFlowScenario, cmsScenario, dnsScenario, fcScenario, kmsScenario, ramScenario, slsScenario].map(
        (play) => play(recording),
      ),
    );
    for (const [name, given] of recording.answers) answers.set(name, [...given]);
    sent = [...recording.sent];
    played = [...(await playedValues(recording, actions)), ...(await playedCloudFlowValues(recording))];
  } finally {
    await recording.close();
  }
  let fieldsNeverSent = 0;
  const differences = actions.flatMap(([product, action]) => {
    const name = `${product} ${action}`;
    const model = responseModel(product, action);
    if (model === undefined) return [`${name} has no response model`];
    const { neverSent, surplus, wrongTypes } = compareAnswers(answers.get(name) ?? [], model);
    fieldsNeverSent += neverSent.length;
    return [
      ...neverSent.map((path) => `${name} never sends ${path}`),
      ...surplus.map((path) => `${name} sends ${path}, which the model lacks`),
      ...wrongTypes.map((text) => `${name}: ${text}`),
    ];
  });
  const dropped = droppedSettings(sent, answers);
  const all = [...differences, ...dropped];
  const unexplained = all.filter((difference) => excuseFor(difference) === undefined);
  const values = [...compareValues(), ...played];
  const enumsIncomplete = values.filter((difference) => excuseFor(difference) === undefined);
  return {
    actions: actions.length,
    fieldsNeverSent,
    excused: [...all, ...values].filter((difference) => excuseFor(difference) !== undefined),
    unexplained,
    enumsIncomplete,
    unknownFlowValues: unknownFlowValues(answers),
  };
}
