import type * as Alidns from "@alicloud/alidns20150109";
import type { Session } from "../session.ts";
import { type Door, openGenericDoor } from "./openApi.ts";

export type AlidnsDoor = Door<typeof Alidns>;

/** The door to Alibaba Cloud DNS (API 2015-01-09). */
export function openAlidns(session: Session): AlidnsDoor {
  return openGenericDoor<typeof Alidns>("alidns", "2015-01-09", session);
}
