/** What is captured: by default, this process. */
export interface CaptureSource {
  readonly streams: readonly { write: NodeJS.WriteStream["write"] }[];
  readonly warnings: Pick<NodeJS.Process, "listeners" | "on" | "removeAllListeners">;
}

/**
 * Leads everything that would tear the picture into `log`, line by line: what is written to
 * standard output and error (`console` writes there, and so do worker threads), and warnings, which
 * Node writes past both. Returns what puts all back as it was, after the last unfinished line.
 *
 * The display must have been made before: it keeps the way to the terminal that it found.
 */
export function captureOutput(
  log: (line: string) => void,
  source: CaptureSource = { streams: [process.stdout, process.stderr], warnings: process },
): () => void {
  const releases = source.streams.map((stream) => captureStream(stream, log));
  const listeners = source.warnings.listeners("warning");
  source.warnings.removeAllListeners("warning");
  source.warnings.on("warning", (warning) => {
    for (const line of textOf(warning).split("\n")) log(line);
  });
  return () => {
    for (const release of releases) release();
    source.warnings.removeAllListeners("warning");
    for (const listener of listeners) {
      source.warnings.on("warning", listener);
    }
  };
}

function textOf(warning: Error & { readonly code?: string; readonly detail?: string }): string {
  const code = warning.code === undefined ? "" : `[${warning.code}] `;
  const detail = warning.detail === undefined ? "" : `\n${warning.detail}`;
  return `${code}${warning.name}: ${warning.message}${detail}`;
}

function captureStream(
  stream: { write: NodeJS.WriteStream["write"] },
  log: (line: string) => void,
): () => void {
  const original = Object.getOwnPropertyDescriptor(stream, "write");
  let unfinished = "";
  const write = (
    chunk: string | Uint8Array,
    encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const encoding = typeof encodingOrDone === "string" ? encodingOrDone : "utf8";
    const text = typeof chunk === "string" ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    const lines = (unfinished + text.toString("utf8")).split(/\r?\n/);
    unfinished = lines.pop() ?? "";
    for (const line of lines) log(line);
    const callback = typeof encodingOrDone === "function" ? encodingOrDone : done;
    if (callback) queueMicrotask(callback);
    return true;
  };
  stream.write = write;
  return () => {
    if (unfinished !== "") log(unfinished);
    if (original) Object.defineProperty(stream, "write", original);
    else Reflect.deleteProperty(stream, "write");
  };
}
