import { describe, expect, it } from "vitest";
import { CommitGroup } from "./commit-group.ts";
import { deferred, type Deferred } from "../../core/deferred.ts";
import type { SegmentFile } from "./segment-file.ts";

/** A file whose syncs end when told, and a target that writes to it. */
function stage(policy: "none" | "write" | "fsync") {
  const group = new CommitGroup(policy);
  const syncs: Deferred<void>[] = [];
  const file = {
    sync: () => {
      const sync = deferred<void>();
      syncs.push(sync);
      return sync.promise;
    },
  } as unknown as SegmentFile;
  let flushed = 0;
  const target = {
    flush: () => {
      flushed++;
      group.written(file);
    },
  };
  return { group, syncs, change: () => group.changed(target), flushes: () => flushed };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe("a commit", () => {
  it("of policy none does nothing", () => {
    const { group, change, flushes } = stage("none");
    change();
    expect(group.commit()).toBeUndefined();
    expect(flushes()).toBe(0);
  });

  it("of policy write flushes what changed, once", () => {
    const { group, change, flushes } = stage("write");
    expect(group.commit()).toBeUndefined();
    change();
    change();
    expect(group.commit()).toBeUndefined();
    expect(group.commit()).toBeUndefined();
    expect(flushes()).toBe(1);
  });

  it("of policy fsync shares one sync among all who come while another is under way", async () => {
    const { group, syncs, change } = stage("fsync");
    const done: string[] = [];
    const commit = (name: string) => {
      change();
      void Promise.resolve(group.commit()).then(() => done.push(name));
    };
    commit("a");
    await settle();
    for (const name of ["b", "c", "d"]) commit(name);
    await settle();
    expect([syncs.length, done]).toEqual([1, []]);
    syncs[0]?.resolve();
    await settle();
    expect([syncs.length, done]).toEqual([2, ["a"]]);
    syncs[1]?.resolve();
    await settle();
    expect([syncs.length, done]).toEqual([2, ["a", "b", "c", "d"]]);
    expect(group.commit()).toBeUndefined();
  });

  it("deletes only behind the sync of what was flushed before", async () => {
    const { group, syncs, change } = stage("fsync");
    const deleted: number[] = [];
    change();
    group.afterSync(() => deleted.push(1));
    void group.commit();
    await settle();
    expect(deleted).toEqual([]);
    syncs[0]?.resolve();
    await settle();
    expect(deleted).toEqual([1]);
  });

  it("fails for good when a sync has failed", async () => {
    const { group, syncs, change } = stage("fsync");
    change();
    const first = group.commit();
    await settle();
    change();
    const second = group.commit();
    syncs[0]?.reject(new Error("EIO"));
    await expect(first).rejects.toThrow("EIO");
    await expect(second).rejects.toThrow("EIO");
    expect(() => group.commit()).toThrow("EIO");
  });
});
