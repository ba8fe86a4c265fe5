import type { Catalogue } from "../message.ts";
import { enCommonMessages } from "./commonMessages.ts";
import { notices } from "./notices.ts";
import { ordering } from "./ordering.ts";
import { remediation } from "./remediation.ts";

/** The English messages that notices tell: all but those of the HTTP API and of the command line. */
export const enNoticeMessages: Catalogue = { ...enCommonMessages, ...notices, ...ordering, ...remediation };
