import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { writeAll } from "./write-all.ts";

function* numbered(pieces: number, onMade: () => void = () => undefined) {
  for (let i = 0; i < pieces; i++) {
    onMade();
    yield `piece ${i}\n`;
  }
}

describe("writing all", () => {
  it("waits for the stream, and leaves it open", async () => {
    let made = 0;
    let farthestAhead = 0;
    const written: string[] = [];
    const slow = new Writable({
      highWaterMark: 16,
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        farthestAhead = Math.max(farthestAhead, made - written.length);
        setImmediate(done);
      },
    });
    await writeAll(
      numbered(500, () => made++),
      slow,
    );
    slow.end();
    await new Promise((resolve) => slow.once("finish", resolve));
    expect(written.join("")).toBe([...numbered(500)].join(""));
    expect(farthestAhead).toBeLessThan(30);
  });

  const failing = (code: string) => {
    let calls = 0;
    return new Writable({
      write(_chunk, _encoding, done) {
        done(++calls > 3 ? Object.assign(new Error(code), { code }) : undefined);
      },
    });
  };

  it("ends quietly when the reader has gone, and makes no more", async () => {
    let made = 0;
    await writeAll(
      numbered(10_000, () => made++),
      failing("EPIPE"),
    );
    expect(made).toBeLessThan(100);
  });

  it("throws what else goes wrong", async () => {
    await expect(writeAll(numbered(10), failing("ENOSPC"))).rejects.toThrow("ENOSPC");
  });
});
