import {
  answerNotes,
  answersTitle,
  saturationHead,
  saturationNote,
  saturationRows,
} from "../collectors.ts";
import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";
import { figureTable, latencyCells, latencyHead } from "./tables.ts";

/** How fast collectors answered, and apart from that what one of them was found to take. */
export function collectorSection(report: Report): Markup | undefined {
  const { answers, saturation } = report;
  if (!answers && !saturation) return undefined;
  return html`<section aria-labelledby="collectors">
    <h2 id="collectors">Collectors</h2>
    ${
      answers &&
      figureTable({
        caption: answersTitle,
        head: ["", ...latencyHead],
        rows: [["Answered", ...latencyCells(answers.serviceMs)]],
      })
    }
    ${answerNotes(report).map((note) => html`<p class="note">${note}</p>`)}
    ${
      saturation &&
      figureTable({
        caption: "One collector in a closed loop, after the run",
        head: saturationHead,
        rows: saturationRows(report),
      })
    }
    ${saturation && html`<p class="note">${saturationNote(report)}</p>`}
  </section>`;
}
