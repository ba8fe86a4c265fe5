import { expect, test } from "vitest";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { MutualAuth } from "./Settings.tsx";

/** The text of the card, without its markup. */
function textOf(listener: object, language: "en" | "zh"): string {
  const description = { listener } as unknown as ListenerDescription;
  const node: { toString(): string } = MutualAuth({ description, language });
  return node
    .toString()
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

const OPEN = { CaEnabled: false };
const BOUND = {
  ...OPEN,
  AclConfig: { AclType: "White", AclRelations: [{ AclId: "acl-office" }, { AclId: "acl-vpn" }] },
  Tags: [
    { Key: "owner", Value: "team-a" },
    { Key: "stage", Value: "" },
  ],
  Unknown: ["QuicVersion"],
};

test("a listener's page names its access control lists, its tags and what albflow does not know of it", () => {
  const text = textOf(BOUND, "en");
  for (const part of ["White: acl-office, acl-vpn", "owner=team-a, stage=", "QuicVersion"])
    expect(text).toContain(part);
});

test("a listener's page in Chinese names the same", () => {
  const text = textOf(BOUND, "zh");
  for (const part of ["acl-office, acl-vpn", "标签", "owner=team-a", "QuicVersion"]) expect(text).toContain(part);
});

test("a listener without lists and tags is shown as open to every address, and no row stands empty", () => {
  const text = textOf(OPEN, "en");
  expect(text).not.toContain("Tags");
  expect(text).not.toContain("acl-");
});
