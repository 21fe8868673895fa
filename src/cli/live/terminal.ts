import { stripVTControlCharacters } from "node:util";
import { type Clock, realClock } from "../../core/clock.ts";
import type { LiveView } from "../../run/live-view.ts";
import { widthOf } from "./cells.ts";
import type { Colour } from "./ink.ts";
import { renderLine } from "./plain.ts";
import { renderLive } from "./render.ts";

/** What is needed of `process.stdout`. Columns and rows may change at any time. */
export interface LiveStream {
  write(text: string): boolean;
  readonly columns?: number;
  readonly rows?: number;
  on?(event: "resize", listener: () => void): unknown;
  off?(event: "resize", listener: () => void): unknown;
}

export interface LiveDisplay {
  /** Shows a view, or keeps it for the next drawing if the last was too short a while ago. */
  readonly update: (view: LiveView) => void;
  /** Prints a line above the picture, where it stays. */
  readonly log: (line: string) => void;
  /** Shows the last view, leaves it standing and gives the cursor back. Later calls do nothing. */
  readonly finish: () => void;
}

export interface LiveDisplayOptions {
  readonly stream: LiveStream;
  /** Whether the stream can be drawn on; plain lines are printed if not. */
  readonly surface: "terminal" | "pipe";
  readonly colour: Colour;
  /** The least time between two drawings. 100 ms on a terminal and 5 s on a pipe by default. */
  readonly intervalMs?: number;
  readonly clock?: Clock;
}

export function createLiveDisplay(options: LiveDisplayOptions): LiveDisplay {
  return options.surface === "terminal" ? onTerminal(options) : onPipe(options);
}

const escape = {
  /** Synchronized update: a terminal that knows it shows all in between at once. */
  begin: "\u001B[?2026h",
  end: "\u001B[?2026l",
  hideCursor: "\u001B[?25l",
  showCursor: "\u001B[?25h",
  up: (lines: number): string => (lines > 0 ? `\u001B[${lines}A\r` : "\r"),
  clearLineEnd: "\u001B[K",
  clearBelow: "\u001B[J",
} as const;

function onTerminal(options: LiveDisplayOptions): LiveDisplay {
  const { stream, colour } = options;
  // Bound now: whoever captures stray output later replaces the stream's own `write`.
  const write = stream.write.bind(stream);
  const due = limiter(options, 100);
  let view: LiveView | undefined;
  /** The cells of each line that stands on the screen: on a narrower one it fills more lines. */
  let standing: readonly number[] = [];
  let state: "new" | "drawing" | "finished" = "new";

  const columns = (): number => stream.columns ?? 80;
  const backToTop = (): string =>
    escape.up(standing.reduce((sum, cells) => sum + Math.max(1, Math.ceil(cells / columns())), 0));
  const draw = (above = ""): void => {
    const all = view ? renderLive(view, { columns: columns(), colour }) : [];
    // A picture higher than the screen could not be gone back over.
    const lines = all.slice(0, Math.max(1, (stream.rows ?? 24) - 1));
    const picture = lines.map((line) => `${line}${escape.clearLineEnd}\n`).join("");
    write(escape.begin + backToTop() + above + picture + escape.clearBelow + escape.end);
    standing = lines.map((line) => widthOf(stripVTControlCharacters(line)));
  };
  const onResize = (): void => draw();
  // However the process ends, the terminal gets its cursor back.
  const onExit = (): void => void write(escape.showCursor);

  return {
    update: (next) => {
      if (state === "finished") return;
      if (state === "new") {
        state = "drawing";
        write(escape.hideCursor);
        stream.on?.("resize", onResize);
        process.once("exit", onExit);
      }
      const turned = view?.phase !== next.phase;
      view = next;
      if (due() || turned) draw();
    },
    log: (line) => {
      if (state !== "drawing") write(`${line}\n`);
      else draw(`${line}${escape.clearLineEnd}\n`);
    },
    finish: () => {
      if (state === "drawing") {
        draw();
        write(escape.showCursor);
        stream.off?.("resize", onResize);
        process.off("exit", onExit);
      }
      state = "finished";
    },
  };
}

function onPipe(options: LiveDisplayOptions): LiveDisplay {
  const { stream } = options;
  const write = stream.write.bind(stream);
  const due = limiter(options, 5_000);
  let shown: LiveView | undefined;
  let latest: LiveView | undefined;
  const print = (view: LiveView): void => {
    write(`${renderLine(view)}\n`);
    shown = view;
  };
  return {
    update: (view) => {
      latest = view;
      const turned = shown?.phase !== view.phase;
      if (due() || turned) print(view);
    },
    log: (line) => void write(`${line}\n`),
    finish: () => {
      if (latest && latest !== shown) print(latest);
    },
  };
}

/** Says yes at most once in an interval. */
function limiter(options: LiveDisplayOptions, defaultMs: number): () => boolean {
  const clock = options.clock ?? realClock;
  const intervalUs = (options.intervalMs ?? defaultMs) * 1_000;
  let next = -Infinity;
  return () => {
    const now = clock.monotonicUs();
    if (now < next) return false;
    next = now + intervalUs;
    return true;
  };
}
