import { approvals as approvalsEn } from "./en/approvals.ts";
import { basics as basicsEn } from "./en/basics.ts";
import { certificates as certificatesEn } from "./en/certificates.ts";
import { choices as choicesEn } from "./en/choices.ts";
import { execution as executionEn } from "./en/execution.ts";
import { health as healthEn } from "./en/health.ts";
import { notices as noticesEn } from "./en/notices.ts";
import { probes as probesEn } from "./en/probes.ts";
import { settings as settingsEn } from "./en/settings.ts";
import { steps as stepsEn } from "./en/steps.ts";
import { stopping as stoppingEn } from "./en/stopping.ts";
import type { Catalogue, Language } from "./message.ts";
import { approvals as approvalsZh } from "./zh/approvals.ts";
import { basics as basicsZh } from "./zh/basics.ts";
import { certificates as certificatesZh } from "./zh/certificates.ts";
import { choices as choicesZh } from "./zh/choices.ts";
import { execution as executionZh } from "./zh/execution.ts";
import { health as healthZh } from "./zh/health.ts";
import { notices as noticesZh } from "./zh/notices.ts";
import { probes as probesZh } from "./zh/probes.ts";
import { settings as settingsZh } from "./zh/settings.ts";
import { steps as stepsZh } from "./zh/steps.ts";
import { stopping as stoppingZh } from "./zh/stopping.ts";

/** The messages that functions tell, by language: all but those of the command line alone, which would weigh on every start. */
export const functionCatalogues: Record<Language, Catalogue> = {
  en: {
    ...approvalsEn,
    ...basicsEn,
    ...certificatesEn,
    ...choicesEn,
    ...executionEn,
    ...healthEn,
    ...noticesEn,
    ...probesEn,
    ...settingsEn,
    ...stepsEn,
    ...stoppingEn,
  },
  zh: {
    ...approvalsZh,
    ...basicsZh,
    ...certificatesZh,
    ...choicesZh,
    ...executionZh,
    ...healthZh,
    ...noticesZh,
    ...probesZh,
    ...settingsZh,
    ...stepsZh,
    ...stoppingZh,
  },
};
