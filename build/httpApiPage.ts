import { fieldsIn, type InputField, inputTable } from "./inputTable.ts";
import { table } from "./markdown.ts";

/** The parts of the API's contract that its page tells. */
interface Contract {
  info: { version: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Request>>;
  components: { schemas: Record<string, InputField> };
}

interface Request {
  operationId: string;
  tags: string[];
  summary: string;
  security?: object[];
  parameters: { name: string; in: string; required?: boolean; description?: string; schema: InputField }[];
  requestBody?: { content: Record<string, { schema: InputField }> };
  responses: Record<string, Response>;
  "x-operation"?: object;
}

interface Response {
  description?: string;
  $ref?: string;
  content?: Record<string, { schema: InputField & { $ref?: string } }>;
}

/** A page to read about every request of the API, by what it is about, and about every answer. */
export function httpApiPage(contract: object): string {
  const { servers, tags, paths, components } = contract as Contract;
  const base = servers[0]?.url ?? "";
  const requests = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, request]) => ({ name: `${method.toUpperCase()} ${base}${path}`, request })),
  );
  const sections = tags.map(({ name: tag }) => {
    const own = requests.filter(({ request }) => request.tags.includes(tag));
    return { tag, own };
  });
  const rows = sections.flatMap(({ tag, own }) =>
    own.map(({ name, request }, index) => [
      index === 0 ? `**${tag}**` : "",
      `[\`${name}\`](#${request.operationId.toLowerCase()})`,
      request.summary,
    ]),
  );
  return `<!-- Written by \`npm run generate\` from shared/features/api/description/. -->
# The HTTP API, request by request

[What goes for every request](../http-api.md) stands on a page of its own. The same as here, for programs: \`GET ${base}/openapi.json\`.
${table(["about", "request", "what it does"], rows)}${sections.flatMap(({ own }) => own.map(requestText)).join("")}
# Answers

Fields that are not listed may come along.
${Object.entries(components.schemas)
  .map(([name, schema]) => `\n## Answer ${name}\n\n${schema.description ?? ""}\n${inputTable(fieldsIn(schema))}`)
  .join("")}`;
}

function requestText({ name, request }: { name: string; request: Request }): string {
  const { operationId, summary, parameters, requestBody, responses, security } = request;
  const fields = parameters.map((parameter) => ({
    ...parameter.schema,
    name: parameter.in === "path" ? `{${parameter.name}}` : parameter.name,
    description: parameter.description ?? "",
    isRequired: parameter.required === true,
  }));
  const body = requestBody?.content["application/json"]?.schema;
  return `
## ${operationId}

\`${name}\`

${summary}${security === undefined ? "" : " Needs no token."}
${fields.length === 0 ? "" : inputTable(fields)}${body === undefined ? "" : bodyText(request, body)}
${Object.entries(responses)
  .map(([status, response]) => `- ${answerText(status, response)}\n`)
  .join("")}`;
}

function bodyText({ operationId, "x-operation": operation }: Request, body: InputField): string {
  if (operation !== undefined) return `\nBody: [the input of ${operationId}](../operations/${operationId}.md#input).\n`;
  return `\nBody:\n${inputTable(fieldsIn(body))}`;
}

function answerText(status: string, { description, $ref, content = {} }: Response): string {
  if (status === "default") return "otherwise: [a problem](#answer-problem)";
  if ($ref !== undefined) return `${status}: nothing has changed`;
  const [type, answer] = Object.entries(content)[0] ?? [];
  const schema = answer?.schema.$ref?.split("/").at(-1);
  const what = schema === undefined ? (type ?? "") : `[${schema}](#answer-${schema.toLowerCase()})`;
  return `${status}: ${description}${what === "" ? "" : ` ${what}`}`;
}
