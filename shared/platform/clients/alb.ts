import * as Alb from "@alicloud/alb20200616";
import type { Session } from "../session.ts";
import { type AnswerOf, type Door, openDoor, type ParametersOf } from "./openApi.ts";

export type AlbDoor = Door<typeof Alb>;
export type AlbParameters<Action extends string> = ParametersOf<typeof Alb, Action>;
export type AlbAnswer<Action extends string> = AnswerOf<typeof Alb, Action>;

/** The door to Application Load Balancer (API 2020-06-16). */
export function openAlb(session: Session): AlbDoor {
  return openDoor<typeof Alb>(Alb as never, "alb", session);
}
