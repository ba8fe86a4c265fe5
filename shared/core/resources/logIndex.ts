import { createOnlyResource } from "./resource.ts";

/** What makes a logstore's records searchable. */
export interface LogIndex {
  ProjectName: string;
  LogstoreName: string;
}

export const logIndex = createOnlyResource<LogIndex, LogIndex>({
  field: "LogIndex",
  async read({ log }, key) {
    const found = await log.find("GetIndex", key);
    return { value: found === undefined ? null : { ...key }, unsettled: undefined };
  },
  make: (value) => [{ action: "CreateIndex", parameters: { ...value }, after: value }],
});
