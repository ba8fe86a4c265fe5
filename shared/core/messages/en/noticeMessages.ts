import type { Catalogue } from "../message.ts";
import { enFunctionMessages } from "./functionMessages.ts";
import { notices } from "./notices.ts";
import { ordering } from "./ordering.ts";
import { remediation } from "./remediation.ts";

/** The English messages that notices tell: all but those of the command line. */
export const enNoticeMessages: Catalogue = { ...enFunctionMessages, ...notices, ...ordering, ...remediation };
