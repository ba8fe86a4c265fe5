import { api as apiEn } from "./en/api.ts";
import { auditFindings as auditFindingsEn } from "./en/auditFindings.ts";
import { checks as checksEn } from "./en/checks.ts";
import { cli as cliEn } from "./en/cli.ts";
import { commands as commandsEn } from "./en/commands.ts";
import { configuration as configurationEn } from "./en/configuration.ts";
import { declarations as declarationsEn } from "./en/declarations.ts";
import { demo as demoEn } from "./en/demo.ts";
import { doctor as doctorEn } from "./en/doctor.ts";
import { executionCommands as executionCommandsEn } from "./en/executionCommands.ts";
import { fields as fieldsEn } from "./en/fields.ts";
import { fieldTest as fieldTestEn } from "./en/fieldTest.ts";
import { flowLint as flowLintEn } from "./en/flowLint.ts";
import { localCommands as localCommandsEn } from "./en/localCommands.ts";
import { enNoticeMessages } from "./en/noticeMessages.ts";
import { setup as setupEn } from "./en/setup.ts";
import { terminal as terminalEn } from "./en/terminal.ts";
import { tryout as tryoutEn } from "./en/tryout.ts";
import { usage as usageEn } from "./en/usage.ts";
import type { Catalogue, Language } from "./message.ts";
import { api as apiZh } from "./zh/api.ts";
import { auditFindings as auditFindingsZh } from "./zh/auditFindings.ts";
import { checks as checksZh } from "./zh/checks.ts";
import { cli as cliZh } from "./zh/cli.ts";
import { commands as commandsZh } from "./zh/commands.ts";
import { configuration as configurationZh } from "./zh/configuration.ts";
import { declarations as declarationsZh } from "./zh/declarations.ts";
import { demo as demoZh } from "./zh/demo.ts";
import { doctor as doctorZh } from "./zh/doctor.ts";
import { executionCommands as executionCommandsZh } from "./zh/executionCommands.ts";
import { fields as fieldsZh } from "./zh/fields.ts";
import { fieldTest as fieldTestZh } from "./zh/fieldTest.ts";
import { flowLint as flowLintZh } from "./zh/flowLint.ts";
import { localCommands as localCommandsZh } from "./zh/localCommands.ts";
import { zhNoticeMessages } from "./zh/noticeMessages.ts";
import { setup as setupZh } from "./zh/setup.ts";
import { terminal as terminalZh } from "./zh/terminal.ts";
import { tryout as tryoutZh } from "./zh/tryout.ts";
import { usage as usageZh } from "./zh/usage.ts";

/** Every message, by language. */
export const catalogues: Record<Language, Catalogue> = {
  en: {
    ...enNoticeMessages,
    ...apiEn,
    ...checksEn,
    ...cliEn,
    ...commandsEn,
    ...doctorEn,
    ...fieldsEn,
    ...fieldTestEn,
    ...flowLintEn,
    ...configurationEn,
    ...declarationsEn,
    ...demoEn,
    ...localCommandsEn,
    ...auditFindingsEn,
    ...executionCommandsEn,
    ...setupEn,
    ...terminalEn,
    ...tryoutEn,
    ...usageEn,
  },
  zh: {
    ...zhNoticeMessages,
    ...apiZh,
    ...checksZh,
    ...cliZh,
    ...commandsZh,
    ...doctorZh,
    ...fieldsZh,
    ...fieldTestZh,
    ...flowLintZh,
    ...configurationZh,
    ...declarationsZh,
    ...demoZh,
    ...localCommandsZh,
    ...auditFindingsZh,
    ...executionCommandsZh,
    ...setupZh,
    ...terminalZh,
    ...tryoutZh,
    ...usageZh,
  },
};
