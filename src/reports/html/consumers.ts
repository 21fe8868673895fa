import { formatCount, formatDuration } from "../../core/units.ts";
import { catchUpNotes, consumerNotes } from "../consumers.ts";
import type { Report } from "../schema.ts";
import { msText } from "../words.ts";
import { html, type Markup } from "./markup.ts";
import { figureTable } from "./tables.ts";

/** Everyone who read a stream, beside what AWS states of such consumers. */
export function consumerSection(report: Report): Markup | undefined {
  const { consumers } = report;
  if (consumers.length === 0) return undefined;
  return html`<section aria-labelledby="consumers">
    <h2 id="consumers">Consumers of the stream</h2>
    ${consumerNotes(report).map((note) => html`<p>${note}</p>`)}
    ${figureTable({
      caption: "Propagation delay: from the arrival in the stream to the read",
      head: ["Consumer", "Reads", "Records", "p50", "p99", "max", "AWS states", "Backlog, at most"],
      rows: consumers.map((row) => {
        const { count, p50, p99, max } = row.propagationMs;
        return [
          row.consumer,
          row.reads,
          formatCount(row.records),
          ...[p50, p99, max].map((ms) => msText(ms, count)),
          row.documentedMs === null ? "–" : formatDuration(row.documentedMs),
          formatCount(row.backlogMax),
        ];
      }),
    })}
    ${catchUpNotes(report).map((note) => html`<p>${note}</p>`)}
  </section>`;
}
