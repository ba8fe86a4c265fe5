import type { Catalogue } from "../message.ts";
import { zhCommonMessages } from "./commonMessages.ts";
import { notices } from "./notices.ts";
import { ordering } from "./ordering.ts";
import { remediation } from "./remediation.ts";

/** The Chinese messages that notices tell: all but those of the HTTP API and of the command line. */
export const zhNoticeMessages: Catalogue = { ...zhCommonMessages, ...notices, ...ordering, ...remediation };
