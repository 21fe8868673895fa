import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll } from "vitest";
import type { RecordingSettings } from "../../src/core/recording.ts";

/** A folder for recordings that goes with the tests of the file. */
export function recordingFolder(): (name: string, content: string | Buffer) => string {
  const folder = mkdtempSync(join(tmpdir(), "aforo-recordings-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, name.endsWith(".gz") ? gzipSync(content) : content);
    return path;
  };
}

/** How a recording is read where nothing else is said. */
export function readPlainly(
  path: string,
  settings: Partial<RecordingSettings> = {},
): RecordingSettings {
  return {
    file: "recording",
    path,
    encoding: "utf-8",
    rows: undefined,
    timestamp: undefined,
    zone: "UTC",
    key: undefined,
    jitterWithinMs: 0,
    shift: false,
    bad: "refuse",
    ...settings,
  };
}
