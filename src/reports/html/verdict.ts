import type { Report } from "../schema.ts";
import { againstLine, checkTitles, onPurposeLines, sentLine, verdictSentences } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** The top of the page: the verdict, what was sent and against what, and the checks. */
export function headSection(report: Report): Markup {
  const { scenario, verdict, run, startedAt, interrupted } = report;
  return html`<header>
      <p class="overline">aforo<span>run ${run}</span><span>${startedText(startedAt)}</span></p>
      <h1>${scenario.title}</h1>
      <p class="verdict ${verdict}">
        <strong>${verdict}</strong>
        <span>${verdictSentences[verdict]}${interrupted ? " It was interrupted." : ""}</span>
      </p>
      <p class="lead">${sentLine(report)}</p>
      <p class="lead">${againstLine(report)}</p>
      ${onPurposeLines(report).map((line) => html`<p class="lead"><strong>${line}</strong></p>`)}
    </header>
    <section aria-labelledby="checks">
      <h2 id="checks">Checks</h2>
      <table class="checks">
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col">Check</th>
            <th scope="col">Expected</th>
            <th scope="col">Observed</th>
          </tr>
        </thead>
        <tbody>
          ${report.checks.map(checkRows)}
        </tbody>
      </table>
    </section>`;
}

function checkRows(check: Report["checks"][number]): Markup {
  const { name, verdict, expected, observed, detail } = check;
  const lines = html`<ul>
    ${detail.map((line) => html`<li>${line}</li>`)}
  </ul>`;
  const more =
    detail.length === 0
      ? undefined
      : html`<tr class="detail">
          <td></td>
          <td colspan="3">
            ${
              verdict === "pass"
                ? html`<details>
                    <summary>Detail</summary>
                    ${lines}
                  </details>`
                : lines
            }
          </td>
        </tr>`;
  return html`<tr class="check">
      <td><span class="badge ${verdict}">${verdict}</span></td>
      <th scope="row">${checkTitles[name]}</th>
      <td data-label="Expected">${expected}</td>
      <td data-label="Observed">${observed}</td>
    </tr>
    ${more}`;
}

function startedText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
