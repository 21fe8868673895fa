/** One file of the checkout: its path from the root with `/`, and its text (empty if binary). */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** A breach, in one line that an editor can jump to. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/**
 * One rule of the house. It sees files as values, never the disk, so that its canary runs through
 * the very same code as the checkout does.
 */
export interface Rule {
  readonly name: string;
  readonly check: (files: readonly RepositoryFile[]) => Violation[];
  /** A planted breach, and the places (`path:line`) where the rule must find one, in order. */
  readonly canary: {
    readonly files: readonly RepositoryFile[];
    readonly found: readonly string[];
  };
}

/** TypeScript that ships: under src, and not a test. */
export function isProduct(file: RepositoryFile): boolean {
  return file.path.startsWith("src/") && isSource(file) && !file.path.endsWith(".test.ts");
}

/** Our own TypeScript, tests and benchmarks included. */
export function isSource(file: RepositoryFile): boolean {
  return /^(?:src|test|bench)\/.*\.ts$/.test(file.path);
}

/** The breaches where a pattern with the flag `g` matches. `{}` in the message is the match. */
export function matches(
  file: RepositoryFile,
  text: string,
  what: { readonly pattern: RegExp; readonly message: string },
): Violation[] {
  return [...text.matchAll(what.pattern)].map((match) => ({
    path: file.path,
    line: lineAt(text, match.index),
    message: what.message.replace("{}", match[0].trim()),
  }));
}

/** The number, from 1, of the line that an offset is in. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
  }
  return line;
}
