import { cli as cliEn } from "./en/cli.ts";
import { commands as commandsEn } from "./en/commands.ts";
import { doctor as doctorEn } from "./en/doctor.ts";
import { enNoticeMessages } from "./en/noticeMessages.ts";
import { setup as setupEn } from "./en/setup.ts";
import { tryout as tryoutEn } from "./en/tryout.ts";
import type { Catalogue, Language } from "./message.ts";
import { cli as cliZh } from "./zh/cli.ts";
import { commands as commandsZh } from "./zh/commands.ts";
import { doctor as doctorZh } from "./zh/doctor.ts";
import { zhNoticeMessages } from "./zh/noticeMessages.ts";
import { setup as setupZh } from "./zh/setup.ts";
import { tryout as tryoutZh } from "./zh/tryout.ts";

/** Every message, by language. */
export const catalogues: Record<Language, Catalogue> = {
  en: { ...enNoticeMessages, ...cliEn, ...commandsEn, ...doctorEn, ...setupEn, ...tryoutEn },
  zh: { ...zhNoticeMessages, ...cliZh, ...commandsZh, ...doctorZh, ...setupZh, ...tryoutZh },
};
