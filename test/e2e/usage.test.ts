import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { reportFolder, runCli } from "../support/cli.ts";

const folder = reportFolder();
afterAll(() => folder.remove());

const invalid = `name: broken
title: A scenario with several mistakes
playback: { span: 24 hours, playedIn: 10s }
colour: red
`;

describe("usage errors exit with 2, and say what to do", () => {
  it.each([
    [["smok"], "aforo: there is no scenario `smok`", "did you mean `smoke`?"],
    [["zzz"], "aforo: there is no scenario `zzz`", "there is `bicimad-lab`"],
    [["smoke", "--seed", "x"], "--seed", "a whole number, as in 7"],
    [["smoke", "--seed", "-1"], "--seed", "a whole number, as in 7"],
    [["smoke", "--set", "foo"], "--set", "path=value, as in load.volume=40M/day"],
    [["smoke", "--set", "load.volume=lots"], "--set load.volume: found `lots`", "1 mistake;"],
    [["smoke", "--set", "load.volum=1/s"], "--set load.volum", "did you mean `load.volume`?"],
    [["smoke", "--target", "nowhere"], "--target", "an http or https URL"],
    [["smoke", "--bogus"], "unknown option '--bogus'", "--bogus"],
  ])("%j", async (args, what, hint) => {
    const { exitCode, stdout, stderr } = await runCli("scenario", ...args);
    expect(stderr).toContain(what);
    expect(stderr).toContain(hint);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });
});

it("all mistakes of a scenario are told at once, each with its place", async () => {
  const file = join(folder.path, "broken.yaml");
  writeFileSync(file, invalid);
  const { exitCode, stderr } = await runCli("scenario", file);
  const lines = stderr.split("\n");
  for (const start of [
    ":1:1: load: missing",
    ":1:1: streams: missing",
    ":1:1: stages: missing",
    ":3:19: playback.span: found `24 hours`, expected a duration",
    ":4:1: colour: unknown key `colour`",
  ]) {
    expect(lines.filter((line) => line.startsWith(`${file}${start}`))).toHaveLength(1);
  }
  expect(stderr).toContain("5 mistakes; nothing was started");
  expect(exitCode).toBe(2);
});

it("without an argument the scenarios are listed, each with its title", async () => {
  const { exitCode, stdout, stderr } = await runCli("scenario");
  for (const name of ["bicimad-lab", "peak-day", "smoke"]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} {2,}\\S.+$`, "m"));
  }
  expect(stdout).toContain("npm run scenario NAME");
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});

it("the help names every option and every exit code", async () => {
  const { exitCode, stdout } = await runCli("scenario", "--help");
  for (const option of ["--target", "--seed", "--set", "--out", "--quiet", "--json", "--help"]) {
    expect(stdout).toMatch(new RegExp(`^ +(-h, )?${option}\\b`, "m"));
  }
  const exits = stdout.slice(stdout.indexOf("Exit codes"));
  for (const code of [130, 1, 2, 3, 6, 4, 0]) {
    expect(exits).toMatch(new RegExp(`^ +${code} {2}\\S`, "m"));
  }
  expect(exitCode).toBe(0);
});
