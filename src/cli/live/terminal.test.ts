import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../core/clock.ts";
import type { LiveView } from "../../run/live-view.ts";
import { renderLive } from "./render.ts";
import { createLiveDisplay } from "./terminal.ts";

const view: LiveView = {
  scenario: "smoke",
  phase: "load",
  elapsedMs: 2_000,
  durationMs: 10_000,
  timeOfDay: "04:48",
  intended: 100,
  intendedTotal: 1_000,
  confirmed: 99,
  offeredPerSecond: 50,
  confirmedPerSecond: 49,
  throttled: 0,
  p99Ms: { acknowledged: 5, read: 900, received: 950, final: 5_100 },
  shardUtilization: [0.1, 0.2],
  backlog: { stream: 0, queues: 1, delivery: 2 },
  budgetLeft: { ingest: 1 },
  curve: [1, 2, 3],
  events: [],
};
const later: LiveView = { ...view, elapsedMs: 4_000, intended: 220 };
const picture = (of: LiveView, columns = 80): string[] =>
  renderLive(of, { columns, colour: "none" });

const escape = "\u001B";
const tokens = new RegExp(String.raw`${escape}\[[?\d]*[A-Za-z]|[\r\n]|[^\r\n${escape}]+`, "g");

/** A terminal that knows as much as the display uses, and wraps lines as a real one does. */
class Screen {
  columns = 80;
  rows = 40;
  lines: string[] = [""];
  cursor: "shown" | "hidden" = "shown";
  listeners: (() => void)[] = [];
  #row = 0;

  write(text: string): boolean {
    for (const [token] of text.matchAll(tokens)) {
      this.#take(token);
    }
    return true;
  }

  on(_: "resize", listener: () => void): void {
    this.listeners.push(listener);
  }

  off(_: "resize", listener: () => void): void {
    this.listeners = this.listeners.filter((known) => known !== listener);
  }

  /** Makes it narrower: what does not fit goes on in a line of its own. */
  resize(columns: number): void {
    this.columns = columns;
    this.lines = this.lines.flatMap((line) =>
      line === "" ? [""] : (line.match(new RegExp(`.{1,${columns}}`, "gu")) ?? []),
    );
    this.#row = this.lines.length - 1;
    for (const listener of this.listeners) listener();
  }

  get shown(): string[] {
    return this.lines.slice(0, this.#row);
  }

  #take(token: string): void {
    const up = /^.\[(\d+)A$/.exec(token);
    if (token === "\n") {
      this.#row += 1;
      if (this.lines.length === this.#row) this.lines.push("");
    } else if (up) this.#row = Math.max(0, this.#row - Number(up[1]));
    else if (token === "\u001B[J") this.lines.splice(this.#row, Infinity, "");
    else if (token === "\u001B[?25l") this.cursor = "hidden";
    else if (token === "\u001B[?25h") this.cursor = "shown";
    else if (token !== "\r" && !token.startsWith(escape)) this.lines[this.#row] = token;
  }
}

function onScreen() {
  const screen = new Screen();
  const clock = new VirtualClock();
  const display = createLiveDisplay({ stream: screen, surface: "terminal", colour: "none", clock });
  return { screen, clock, display };
}

describe("on a terminal", () => {
  it("draws in place, at most once in an interval", () => {
    const { screen, clock, display } = onScreen();
    display.update(view);
    clock.advanceMs(50);
    display.update(later);
    expect(screen.shown).toEqual(picture(view));
    clock.advanceMs(50);
    display.update(later);
    expect(screen.shown).toEqual(picture(later));
    display.finish();
  });

  it("draws a new phase at once", () => {
    const { screen, display } = onScreen();
    display.update(view);
    display.update({ ...view, phase: "draining" });
    expect(screen.shown[0]).toContain("draining");
    display.finish();
  });

  it("prints above the picture", () => {
    const { screen, display } = onScreen();
    display.log("before");
    display.update(view);
    display.log("first");
    display.log("second");
    expect(screen.shown).toEqual(["before", "first", "second", ...picture(view)]);
    display.finish();
    display.log("after");
    expect(screen.shown).toEqual(["before", "first", "second", ...picture(view), "after"]);
  });

  it("leaves nothing of a higher picture behind", () => {
    const { screen, clock, display } = onScreen();
    display.update({ ...view, events: ["a", "b"] });
    clock.advanceMs(100);
    display.update(view);
    expect(screen.shown).toEqual(picture(view));
    display.finish();
  });

  it.each([70, 50, 30])("is whole again after the window was made %i columns wide", (columns) => {
    const { screen, display } = onScreen();
    display.log("above");
    display.update(view);
    screen.resize(columns);
    expect(screen.shown).toEqual(["above", ...picture(view, columns)]);
    display.finish();
  });

  it("is cut to a low window", () => {
    const { screen, display } = onScreen();
    screen.rows = 5;
    display.update(view);
    expect(screen.shown).toEqual(picture(view).slice(0, 4));
    display.finish();
  });

  it("ends with the last view, and takes back all that it changed", () => {
    const listeners = process.listenerCount("exit");
    const { screen, display } = onScreen();
    display.update(view);
    display.update(later);
    expect(screen.cursor).toBe("hidden");
    display.finish();
    display.finish();
    display.update(view);
    expect(screen.shown).toEqual(picture(later));
    expect(screen.cursor).toBe("shown");
    expect(screen.listeners).toEqual([]);
    expect(process.listenerCount("exit")).toBe(listeners);
  });
});

describe("on a pipe", () => {
  it("prints a line every five seconds, at each new phase, and at the end", () => {
    const screen = new Screen();
    const clock = new VirtualClock();
    const display = createLiveDisplay({ stream: screen, surface: "pipe", colour: "none", clock });
    for (let second = 0; second < 12; second++) {
      display.update({ ...view, timeOfDay: `at ${second}` });
      clock.advanceMs(1_000);
    }
    display.log("a warning");
    display.update({ ...view, phase: "draining", timeOfDay: "at 12" });
    display.update({ ...view, phase: "draining", timeOfDay: "at 13" });
    display.finish();
    display.finish();
    expect(screen.shown.map((line) => /at \d+|a warning/.exec(line)?.[0])).toEqual([
      "at 0",
      "at 5",
      "at 10",
      "a warning",
      "at 12",
      "at 13",
    ]);
  });
});
