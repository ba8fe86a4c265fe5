import { beforeEach, expect, test } from "vitest";
import { contractSeed } from "../../test/local/alb/contractSeed.ts";
import { type AlbRig, rigSeed } from "../../test/local/alb/rigSeed.ts";

let rig: AlbRig;
beforeEach(async () => {
  rig = await rigSeed({ changeMs: 1_000 });
});

const aclConfig = async (ListenerId: string) => (await rig.call("GetListenerAttribute", { ListenerId })).AclConfig;
const entries = async (AclId: string) => (await rig.call("ListAclEntries", { AclId })).AclEntries;
const access = (ListenerId: string) => rig.plane.listeners.get(ListenerId)?.access;

test("a list goes from its creation over its entries to a listener, and back, through the states of the real one", async () => {
  const { AclId = "", JobId } = await rig.call("CreateAcl", {
    AclName: "office",
    Tag: [{ Key: "team", Value: "net" }],
  });
  expect([AclId, JobId]).toEqual([expect.stringMatching(/^acl-[a-z0-9]{18}$/), expect.any(String)]);
  expect(await rig.refusal("AddEntriesToAcl", { AclId, AclEntries: [{ Entry: "10.0.0.0/8" }] })).toBe(
    "IncorrectStatus.Acl",
  );
  await rig.clock.advance(1_000);
  await rig.call("AddEntriesToAcl", { AclId, AclEntries: [{ Entry: "10.0.0.0/8", Description: "office" }] });
  expect(await entries(AclId)).toEqual([{ Entry: "10.0.0.0/8", Description: "office", Status: "Adding" }]);
  await rig.clock.advance(1_000);
  await rig.call("AssociateAclsWithListener", { ListenerId: "lsn-1", AclIds: [AclId], AclType: "White" });
  expect(await rig.status()).toBe("Configuring");
  expect(await aclConfig("lsn-1")).toEqual({ AclType: "White", AclRelations: [{ AclId, Status: "Associating" }] });
  expect(access("lsn-1")).toBeUndefined();
  await rig.clock.advance(1_000);
  expect(await aclConfig("lsn-1")).toEqual({ AclType: "White", AclRelations: [{ AclId, Status: "Associated" }] });
  expect(access("lsn-1")).toEqual({ type: "White", entries: ["10.0.0.0/8"] });
  expect((await rig.call("ListAclRelations", { AclIds: [AclId] })).AclRelations).toEqual([
    {
      AclId,
      RelatedListeners: [
        {
          ListenerId: "lsn-1",
          ListenerPort: 443,
          ListenerProtocol: "HTTPS",
          LoadBalancerId: "alb-1",
          Status: "Associated",
        },
      ],
    },
  ]);
  expect(await rig.refusal("DeleteAcl", { AclId })).toBe("ResourceInUse.Acl");
  await rig.call("DissociateAclsFromListener", { ListenerId: "lsn-1", AclIds: [AclId] });
  expect(await aclConfig("lsn-1")).toEqual({ AclType: "White", AclRelations: [{ AclId, Status: "Dissociating" }] });
  await rig.clock.advance(1_000);
  expect(await aclConfig("lsn-1")).toEqual({});
  expect(access("lsn-1")).toBeUndefined();
  await rig.call("DeleteAcl", { AclId });
  await rig.clock.advance(1_000);
  expect((await rig.call("ListAcls", {})).Acls).toHaveLength(2);
});

test("new entries reach the listeners that have the list", async () => {
  await rig.call("StartListener", { ListenerId: "lsn-stopped" });
  await rig.clock.advance(1_000);
  expect(access("lsn-stopped")).toEqual({ type: "White", entries: ["127.0.0.0/8"] });
  await rig.call("AddEntriesToAcl", { AclId: "acl-1", AclEntries: [{ Entry: "10.1.2.3" }] });
  await rig.clock.advance(1_000);
  expect(access("lsn-stopped")).toEqual({ type: "White", entries: ["127.0.0.0/8", "10.1.2.3"] });
  await rig.call("RemoveEntriesFromAcl", { AclId: "acl-1", Entries: ["127.0.0.0/8"] });
  await rig.clock.advance(1_000);
  expect(access("lsn-stopped")).toEqual({ type: "White", entries: ["10.1.2.3"] });
});

test("a list without entries lets everybody in, a white one too", async () => {
  await rig.call("AssociateAclsWithListener", { ListenerId: "lsn-1", AclIds: ["acl-free"], AclType: "White" });
  await rig.clock.advance(1_000);
  expect(await aclConfig("lsn-1")).toMatchObject({ AclType: "White", AclRelations: [{ AclId: "acl-free" }] });
  expect(access("lsn-1")).toBeUndefined();
});

test("ListListeners tells no lists, and the listener's tags", async () => {
  await rig.call("TagResources", {
    ResourceType: "listener",
    ResourceId: ["lsn-stopped"],
    Tag: [{ Key: "owner", Value: "a" }],
  });
  const { Listeners = [] } = await rig.call("ListListeners", { ListenerIds: ["lsn-stopped"] });
  expect(Listeners[0]).not.toHaveProperty("AclConfig");
  expect(Listeners[0]).toMatchObject({ Tags: [{ Key: "owner", Value: "a" }] });
});

test.each<[string, string, object, string]>([
  [
    "an entry that is no IPv4 address or block",
    "AddEntriesToAcl",
    { AclId: "acl-1", AclEntries: [{ Entry: "10.0.0.0/33" }] },
    "InvalidParameter",
  ],
  [
    "an entry that is there",
    "AddEntriesToAcl",
    { AclId: "acl-1", AclEntries: [{ Entry: "127.0.0.0/8" }] },
    "ResourceAlreadyExist.AclEntry",
  ],
  [
    "an entry that is not there",
    "RemoveEntriesFromAcl",
    { AclId: "acl-1", Entries: ["10.0.0.0/8"] },
    "ResourceNotFound.AclEntry",
  ],
  [
    "a list that the listener has",
    "AssociateAclsWithListener",
    { ListenerId: "lsn-stopped", AclIds: ["acl-1"], AclType: "White" },
    "ResourceAlreadyAssociated.Acl",
  ],
  [
    "a black list beside a white one",
    "AssociateAclsWithListener",
    { ListenerId: "lsn-stopped", AclIds: ["acl-free"], AclType: "Black" },
    "OperationDenied.AclTypeMismatch",
  ],
  [
    "a list that the listener has not",
    "DissociateAclsFromListener",
    { ListenerId: "lsn-1", AclIds: ["acl-1"] },
    "ResourceNotAssociated.Acl",
  ],
])("ALB refuses %s", async (_what, action, parameters, code) => {
  expect(await rig.refusal(action, parameters as Record<string, unknown>)).toBe(code);
});

test.each<[string, object, string, object, string]>([
  ["lists", { acls: 2 }, "CreateAcl", {}, "QuotaExceeded.AclsNum"],
  [
    "lists of a listener",
    { aclsPerListener: 0 },
    "AssociateAclsWithListener",
    { ListenerId: "lsn-1", AclIds: ["acl-1"], AclType: "White" },
    "ResourceQuotaExceeded.ListenerAclsNum",
  ],
  [
    "entries of a listener",
    { aclEntries: { basic: 0, standard: 0 } },
    "AssociateAclsWithListener",
    { ListenerId: "lsn-1", AclIds: ["acl-1"], AclType: "White" },
    "ResourceQuotaExceeded.ListenerAclEntriesNum",
  ],
  [
    "entries of a listener that has the list",
    { aclEntries: { basic: 1, standard: 1 } },
    "AddEntriesToAcl",
    { AclId: "acl-1", AclEntries: [{ Entry: "10.0.0.0/8" }] },
    "ResourceQuotaExceeded.ListenerAclEntriesNum",
  ],
])("more %s than the quota are refused", async (_what, quotas, action, parameters, code) => {
  const lean = await rigSeed({ changeMs: 1_000, quotas });
  expect(await lean.refusal(action, parameters as Record<string, unknown>)).toBe(code);
});

test("a seed whose listener names a list that is not there is refused", () => {
  expect(() => rig.alb.importState({ ...contractSeed, acls: [] })).toThrow(
    "Listener lsn-stopped is associated with the access control list acl-1, which is not there.",
  );
});
