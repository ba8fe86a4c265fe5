import { basics as basicsEn } from "./en/basics.ts";
import { cli as cliEn } from "./en/cli.ts";
import { doctor as doctorEn } from "./en/doctor.ts";
import { settings as settingsEn } from "./en/settings.ts";
import type { Catalogue, Language } from "./message.ts";
import { basics as basicsZh } from "./zh/basics.ts";
import { cli as cliZh } from "./zh/cli.ts";
import { doctor as doctorZh } from "./zh/doctor.ts";
import { settings as settingsZh } from "./zh/settings.ts";

/** Every message, by language. */
export const catalogues: Record<Language, Catalogue> = {
  en: { ...basicsEn, ...cliEn, ...doctorEn, ...settingsEn },
  zh: { ...basicsZh, ...cliZh, ...doctorZh, ...settingsZh },
};
