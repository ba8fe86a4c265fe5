import { empty, jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { numberOfQuery, projectOf, type SlsServiceContext, slsBodyOf, textOfQuery } from "../serviceContext.ts";
import type { Project } from "../state.ts";

/** Projects. The host of their creation and listing is the bare endpoint, of all else the project's own. */
export function projectRoutes(serviceContext: SlsServiceContext): RestRoute[] {
  const { state, context } = serviceContext;
  return [
    {
      method: "POST",
      path: "/",
      action: "CreateProject",
      resource: () => "project/*",
      answer({ request }) {
        const body = slsBodyOf(request.body);
        const name = textOfQuery(body, "projectName", PROJECT_NAME);
        if (state.projects.has(name))
          throw new CloudError(400, "ProjectAlreadyExist", `Project ${name} already exists`);
        const now = context.clock.now();
        const description = typeof body.description === "string" ? body.description : "";
        const settings = {
          ...(typeof body.dataRedundancyType === "string" && {
            dataRedundancyType: textOfQuery(body, "dataRedundancyType", /^(?:LRS|ZRS)$/),
          }),
          ...(typeof body.resourceGroupId === "string" && { resourceGroupId: body.resourceGroupId }),
          ...(typeof body.recycleBinEnabled === "boolean" && { recycleBinEnabled: body.recycleBinEnabled }),
        };
        const logstores = new Map();
        state.projects.set(name, { name, description, createdAt: now, modifiedAt: now, settings, logstores });
        return empty();
      },
    },
    {
      method: "GET",
      path: "/",
      when: ({ project }) => project !== "",
      action: "GetProject",
      resource: ({ project }) => `project/${project}`,
      answer: ({ parameters }) => jsonAnswer(view(serviceContext, projectOf(serviceContext, parameters.project))),
    },
    {
      method: "GET",
      path: "/",
      action: "ListProject",
      resource: () => "project/*",
      answer({ query }) {
        const offset = numberOfQuery(query, "offset", { least: 0, most: 1e9, otherwise: 0 });
        const size = numberOfQuery(query, "size", { least: 1, most: 500, otherwise: 100 });
        const all = [...state.projects.values()].filter(({ name }) => name.includes(query.projectName ?? ""));
        const page = all.slice(offset, offset + size);
        return jsonAnswer({
          count: page.length,
          total: all.length,
          projects: page.map((project) => view(serviceContext, project)),
        });
      },
    },
    {
      method: "PUT",
      path: "/",
      action: "UpdateProject",
      resource: ({ project }) => `project/${project}`,
      answer({ request, parameters }) {
        const project = projectOf(serviceContext, parameters.project);
        const body = slsBodyOf(request.body);
        if (body.description !== undefined) project.description = textOfQuery(body, "description", /^.{0,64}$/s);
        if (typeof body.recycleBinEnabled === "boolean") {
          project.settings = { ...project.settings, recycleBinEnabled: body.recycleBinEnabled };
        }
        project.modifiedAt = context.clock.now();
        return empty();
      },
    },
    {
      method: "DELETE",
      path: "/",
      action: "DeleteProject",
      resource: ({ project }) => `project/${project}`,
      answer({ parameters }) {
        state.projects.delete(projectOf(serviceContext, parameters.project).name);
        return empty();
      },
    },
  ];
}

const PROJECT_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

function view({ context }: SlsServiceContext, { name, description, createdAt, modifiedAt, settings }: Project) {
  return {
    projectName: name,
    description,
    status: "Normal",
    region: context.region,
    location: context.region,
    dataRedundancyType: "LRS",
    resourceGroupId: "rg-local",
    recycleBinEnabled: false,
    quota: {},
    ...settings,
    owner: context.accountId,
    createTime: new Date(createdAt).toISOString(),
    lastModifyTime: new Date(modifiedAt).toISOString(),
  };
}
