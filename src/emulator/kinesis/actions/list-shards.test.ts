import { describe, expect, it } from "vitest";
import { engineContext } from "../../../../test/support/engine-context.ts";
import { startMs, virtualEngine } from "../../../../test/support/virtual-engine.ts";
import { KinesisEngine } from "../engine.ts";
import { SpilledLogs } from "../spilled-logs.ts";

const id = (index: number) => `shardId-${String(index).padStart(12, "0")}`;

describe("the filters of ListShards", () => {
  // Shard 0 until 10 s, 1 and 2 until 20 s, 3 since then.
  const { call, clock, refusal } = virtualEngine({ limits: { retentionHours: 1 } });
  const StreamName = "s";
  clock.advanceMs(10_000);
  const NewStartingHashKey = String(2n ** 127n);
  call("SplitShard", { StreamName, ShardToSplit: id(0), NewStartingHashKey });
  clock.advanceMs(10_000);
  call("MergeShards", { StreamName, ShardToMerge: id(1), AdjacentShardToMerge: id(2) });
  clock.advanceMs(10_000);
  const at = (ms: number) => (startMs + ms) / 1_000;

  it.each([
    [{ Type: "AT_LATEST" }, [3]],
    [{ Type: "AT_TRIM_HORIZON" }, [0]],
    [{ Type: "FROM_TRIM_HORIZON" }, [0, 1, 2, 3]],
    [{ Type: "AFTER_SHARD_ID", ShardId: id(1) }, [2, 3]],
    [{ Type: "AT_TIMESTAMP", Timestamp: at(-5_000) }, [0]],
    [{ Type: "AT_TIMESTAMP", Timestamp: at(10_000) }, [0]],
    [{ Type: "AT_TIMESTAMP", Timestamp: at(10_001) }, [1, 2]],
    [{ Type: "AT_TIMESTAMP", Timestamp: at(25_000) }, [3]],
    [{ Type: "FROM_TIMESTAMP", Timestamp: at(-5_000) }, [0, 1, 2, 3]],
    [{ Type: "FROM_TIMESTAMP", Timestamp: at(10_001) }, [1, 2, 3]],
    [{ Type: "FROM_TIMESTAMP", Timestamp: at(20_001) }, [3]],
  ])("%o", (filter, expected) => {
    const { Shards } = call("ListShards", { StreamName, ShardFilter: filter });
    expect(Shards).toMatchObject(expected.map((index) => ({ ShardId: id(index) })));
  });

  it("hold on all pages, as they were understood on the first", () => {
    const first = call("ListShards", {
      StreamName,
      ShardFilter: { Type: "FROM_TIMESTAMP", Timestamp: at(10_001) },
      MaxResults: 2,
    });
    expect(call("ListShards", { NextToken: first["NextToken"] })["Shards"]).toMatchObject([
      { ShardId: id(3) },
    ]);
  });

  it("need what their type needs", () => {
    for (const Type of ["AFTER_SHARD_ID", "AT_TIMESTAMP", "FROM_TIMESTAMP"]) {
      const input = { StreamName, ShardFilter: { Type } };
      expect(refusal("ListShards", input)).toContain("InvalidArgumentException: ");
    }
  });

  it("tell streams of one name apart by their creation", () => {
    const input = { StreamName, StreamCreationTimestamp: startMs / 1_000 };
    expect(refusal("ListShards", input)).toBe("none");
    const other = { ...input, StreamCreationTimestamp: startMs / 1_000 - 1 };
    expect(refusal("ListShards", other)).toContain("ResourceNotFoundException: Stream s under");
  });

  it("find the first shards at the trim horizon, also where time passes in a call", () => {
    let nowMs = startMs;
    const context = engineContext({ clock: { epochMs: () => nowMs++, monotonicUs: () => 0 } });
    const engine = new KinesisEngine({ context, limits: {}, logs: new SpilledLogs() });
    engine.call("CreateStream", { StreamName, ShardCount: 1 });
    const input = { StreamName, ShardFilter: { Type: "AT_TRIM_HORIZON" } };
    expect(engine.call("ListShards", input)).toMatchObject({ Shards: [{ ShardId: id(0) }] });
  });
});
