import type * as Cas from "@alicloud/cas20200407";
import type { Session } from "../session.ts";
import { type AnswerOf, type Door, openGenericDoor } from "./openApi.ts";

export type CasDoor = Door<typeof Cas>;
export type CasAnswer<Action extends string> = AnswerOf<typeof Cas, Action>;

/** The door to Certificate Management Service (API 2020-04-07). */
export function openCas(session: Session): CasDoor {
  return openGenericDoor<typeof Cas>("cas", "2020-04-07", session);
}
