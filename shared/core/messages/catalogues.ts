import { cli as cliEn } from "./en/cli.ts";
import { doctor as doctorEn } from "./en/doctor.ts";
import { functionCatalogues } from "./functionCatalogues.ts";
import type { Catalogue, Language } from "./message.ts";
import { cli as cliZh } from "./zh/cli.ts";
import { doctor as doctorZh } from "./zh/doctor.ts";

/** Every message, by language. */
export const catalogues: Record<Language, Catalogue> = {
  en: { ...functionCatalogues.en, ...cliEn, ...doctorEn },
  zh: { ...functionCatalogues.zh, ...cliZh, ...doctorZh },
};
