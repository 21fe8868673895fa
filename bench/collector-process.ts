// The benchmarks start the collector's own entry: so it is built among them.
import "../src/run/collector-process.ts";
