import { build } from "rolldown";

/**
 * Gathers the programs' own modules into a few files: Node opens and links one by one some 400 of
 * them otherwise, which takes three times as long as all that the emulator does until it is ready.
 * Dependencies stay where they are.
 */
await build({
  input: {
    main: "dist/cli/main.js",
    // Entries of worker threads: they are looked for beside the file that starts them.
    thread: "dist/emulator/thread.js",
    "role-thread": "dist/run/role-thread.js",
    "scan-thread": "dist/run/scan-thread.js",
    // The entry of a process, looked for in the same way.
    "collector-process": "dist/run/collector-process.js",
  },
  platform: "node",
  tsconfig: false,
  // The bundler's own little functions are not dependencies.
  external: (id) => /^(?![./]|dist\/|@oxc-project\/runtime)/.test(id),
  output: { dir: "dist/bin", format: "esm", sourcemap: true, cleanDir: true },
  logLevel: "warn",
});
