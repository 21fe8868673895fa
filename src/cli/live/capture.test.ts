import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { captureOutput, type CaptureSource } from "./capture.ts";

function setUp() {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      written.push(chunk.toString("utf8"));
      done();
    },
  });
  const warnings = new EventEmitter();
  const seen: string[] = [];
  warnings.on("warning", (warning: Error) => seen.push(warning.message));
  const logged: string[] = [];
  const release = captureOutput((line) => logged.push(line), {
    streams: [stream],
    warnings: warnings as unknown as CaptureSource["warnings"],
  });
  return { stream, warnings, written, seen, logged, release };
}

describe("captured output", () => {
  it("comes line by line, however it is written", () => {
    const { stream, logged, written, release } = setUp();
    stream.write("one\ntw");
    stream.write(Buffer.from("o\r\n\n"));
    stream.write("dGhyZWU=", "base64");
    expect(logged).toEqual(["one", "two", ""]);
    release();
    expect(logged).toEqual(["one", "two", "", "three"]);
    expect(written).toEqual([]);
  });

  it("calls back whoever waits for a write", async () => {
    const { stream, release } = setUp();
    const written = [
      new Promise<void>((resolve) => void stream.write("x\n", () => resolve())),
      new Promise<void>((resolve) => void stream.write("y\n", "utf8", () => resolve())),
    ];
    await expect(Promise.all(written)).resolves.toHaveLength(2);
    release();
  });

  it("holds warnings, which Node writes past the streams", () => {
    const { warnings, logged, seen, release } = setUp();
    const warning = Object.assign(new Error("old API"), {
      name: "DeprecationWarning",
      code: "DEP0001",
      detail: "Use the new one.",
    });
    warnings.emit("warning", warning);
    expect(seen).toEqual([]);
    expect(logged).toEqual(["[DEP0001] DeprecationWarning: old API", "Use the new one."]);
    release();
    warnings.emit("warning", warning);
    expect(seen).toEqual(["old API"]);
    expect(logged).toHaveLength(2);
  });

  it("is written as before when it is released", () => {
    const { stream, written, logged, release } = setUp();
    release();
    stream.write("back\n");
    expect(written).toEqual(["back\n"]);
    expect(logged).toEqual([]);
  });
});
