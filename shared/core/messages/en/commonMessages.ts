import type { Catalogue } from "../message.ts";
import { approvals } from "./approvals.ts";
import { basics } from "./basics.ts";
import { certificates } from "./certificates.ts";
import { choices } from "./choices.ts";
import { effects } from "./effects.ts";
import { execution } from "./execution.ts";
import { health } from "./health.ts";
import { inputs } from "./inputs.ts";
import { probes } from "./probes.ts";
import { refusals } from "./refusals.ts";
import { renewal } from "./renewal.ts";
import { settings } from "./settings.ts";
import { steps } from "./steps.ts";
import { stopping } from "./stopping.ts";

/** The English messages that the API and notices tell alike. */
export const enCommonMessages: Catalogue = {
  ...approvals,
  ...basics,
  ...certificates,
  ...choices,
  ...effects,
  ...execution,
  ...health,
  ...inputs,
  ...probes,
  ...refusals,
  ...renewal,
  ...settings,
  ...steps,
  ...stopping,
};
