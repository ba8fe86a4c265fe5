import { createOnlyResource } from "./resource.ts";

/** A store of records in a project of Simple Log Service. */
export interface Logstore {
  ProjectName: string;
  LogstoreName: string;
}

export const logstore = createOnlyResource<Logstore, Logstore>({
  field: "Logstore",
  async read({ log }, key) {
    const found = await log.find("GetLogStore", key);
    return { value: found === undefined ? null : { ...key }, unsettled: undefined };
  },
  make: (value) => [{ action: "CreateLogStore", parameters: { ...value }, after: value }],
});
