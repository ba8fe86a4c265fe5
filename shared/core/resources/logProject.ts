import { createOnlyResource } from "./resource.ts";

/** A project of Simple Log Service. */
export interface LogProject {
  ProjectName: string;
}

export const logProject = createOnlyResource<LogProject, LogProject>({
  field: "LogProject",
  async read({ log }, { ProjectName }) {
    const found = await log.find("GetProject", { ProjectName });
    return { value: found === undefined ? null : { ProjectName }, unsettled: undefined };
  },
  make: (value) => [{ action: "CreateProject", parameters: { ...value }, after: value }],
});
