import { hotShardWords } from "../../checks/throttling/hot-shard.ts";
import { formatCount, formatShare, formatSize } from "../../core/units.ts";
import { hops } from "../../core/history/history.ts";
import type { Report } from "../schema.ts";
import { hopTitles, msText, shardText } from "../words.ts";
import { type Content, html, type Markup } from "./markup.ts";

interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell is the row's header; the others are figures. */
  readonly rows: readonly (readonly Content[])[];
}

export function figureTable({ caption, head, rows }: Table): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A row of a latency table. */
export function latencyCells(figures: NonNullable<Report["latencyMs"]["read"]>): string[] {
  const { count, p50, p90, p99, p999, p9999, max } = figures;
  return [formatCount(count), ...[p50, p90, p99, p999, p9999, max].map((ms) => msText(ms, count))];
}

export const latencyHead = ["Samples", "p50", "p90", "p99", "p99.9", "p99.99", "max"];

export function latencySection({ latencyMs, iteratorAgeMs }: Report): Markup {
  const rows = hops.flatMap((hop) => {
    const figures = latencyMs[hop];
    return figures ? [[hopTitles[hop], ...latencyCells(figures)]] : [];
  });
  return html`<section aria-label="Latency figures">
    ${figureTable({
      caption: "Latency from the intended time",
      head: ["Hop", ...latencyHead],
      rows: [...rows, ["Iterator age at the read", ...latencyCells(iteratorAgeMs)]],
    })}
  </section>`;
}

export function shardSection({ shards, totals }: Report): Markup | undefined {
  const { rows, omitted, skewFactor } = shards;
  if (rows.length === 0) return undefined;
  const amplification = totals.confirmed === 0 ? 0 : totals.attempted / totals.confirmed;
  return html`<section aria-labelledby="shards">
    <h2 id="shards">Shards</h2>
    <p>
      The hottest shard took ${skewFactor.toFixed(2)} times the mean. Each confirmed record took
      ${amplification.toFixed(4)} attempts.
    </p>
    ${shards.hot ? html`<p>Found: ${hotShardWords(shards.hot)}.</p>` : undefined}
    ${figureTable({
      caption: "Writes by shard",
      head: [
        "Shard",
        "Attempted",
        "Confirmed",
        "Throttled",
        "Failed",
        "Unknown",
        "Retries",
        "Bytes",
        "Share",
        "Busiest second",
      ],
      rows: rows.map((row) => [
        shardText(row.shard),
        formatCount(row.attempted),
        formatCount(row.confirmed),
        formatCount(row.throttled),
        formatCount(row.failed),
        formatCount(row.unknown),
        formatCount(row.retried),
        formatSize(row.confirmedBytes),
        formatShare(row.share, 1),
        formatShare(row.utilizationMax, 0),
      ]),
    })}
    ${omitted > 0 ? html`<p class="note">${omitted} quieter shards are left out.</p>` : undefined}
  </section>`;
}

export function keySection({ keys }: Report): Markup | undefined {
  if (keys.top.length === 0) return undefined;
  const bound =
    keys.countErrorMax === 0
      ? "The counts are exact."
      : `A count may be too low by ${formatCount(keys.countErrorMax)} at most, and is never ` +
        "too high: the most frequent keys are counted in bounded memory.";
  return html`<section aria-labelledby="keys">
    <h2 id="keys">Key skew</h2>
    <p>Of ${formatCount(keys.total)} records. ${bound}</p>
    ${figureTable({
      caption: "The most frequent partition keys",
      head: ["Partition key", "Records, at least", "At most", "Share, at least"],
      rows: keys.top.map(({ key, count, share }) => [
        key,
        formatCount(count),
        formatCount(count + keys.countErrorMax),
        formatShare(share),
      ]),
    })}
  </section>`;
}
