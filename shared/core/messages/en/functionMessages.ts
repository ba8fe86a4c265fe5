import type { Catalogue } from "../message.ts";
import { api } from "./api.ts";
import { checks } from "./checks.ts";
import { enCommonMessages } from "./commonMessages.ts";

/** The English messages that the API tells: all but those of notices and of the command line, which would weigh on its package. */
export const enFunctionMessages: Catalogue = { ...enCommonMessages, ...api, ...checks };
