import type { Catalogue } from "../message.ts";
import { zhFunctionMessages } from "./functionMessages.ts";
import { notices } from "./notices.ts";
import { ordering } from "./ordering.ts";
import { remediation } from "./remediation.ts";

/** The Chinese messages that notices tell: all but those of the command line. */
export const zhNoticeMessages: Catalogue = { ...zhFunctionMessages, ...notices, ...ordering, ...remediation };
