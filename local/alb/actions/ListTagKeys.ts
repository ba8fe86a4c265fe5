import { type Paging, pageOfList } from "../../rpc/paging.ts";
import type { AlbAction } from "../call.ts";

interface Parameters extends Paging {
  ResourceType: string;
  Keyword?: string;
  Category?: "Custom" | "System" | "All";
}

/** The keys in use on one type of resource; this cloud sets no system tags. */
export const listTagKeys: AlbAction<Parameters> = (state, parameters) => {
  const { ResourceType, Keyword = "", Category = "All" } = parameters;
  const tagged = Category === "System" ? [] : state.tags.by("type", ResourceType);
  const keys = new Set(tagged.flatMap((row) => row.Tags.map((tag) => tag.Key)).filter((key) => key.includes(Keyword)));
  const { rows, ...page } = pageOfList([...keys].sort(), parameters);
  return { ...page, TagKeys: rows.map((TagKey) => ({ TagKey, Category: "Custom" })) };
};
