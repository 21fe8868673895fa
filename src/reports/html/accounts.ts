import { formatCount } from "../../core/units.ts";
import type { Report } from "../schema.ts";
import { html, type Markup } from "./markup.ts";

type Term = readonly [label: string, value: number];

/** The totals as accounts that add up before the reader's eyes. */
export function accountSection({ totals, readBack }: Report): Markup {
  const records: Term = ["intended", totals.intended];
  return html`<section aria-labelledby="accounts">
    <h2 id="accounts">Accounts</h2>
    <h3>Records by what they were</h3>
    ${equation(records, [
      ["unique", totals.unique],
      ["duplicates planted", totals.duplicatesPlanted],
      ["malformed planted", totals.malformedPlanted],
    ])}
    <h3>Records by what became of them</h3>
    ${equation(records, [
      ["confirmed", totals.confirmed],
      ["abandoned", totals.abandoned],
      ["unresolved", totals.unresolved],
    ])}
    <h3>Attempts to write a record</h3>
    ${equation(
      ["attempted", totals.attempted],
      [
        ["confirmed", totals.attemptsConfirmed],
        ["throttled", totals.throttled],
        ["failed", totals.failed],
        ["unknown", totals.unknown],
      ],
    )}
    <p class="note">${formatCount(totals.retried)} of these attempts were retries.</p>
    <h3>Read back after the drain</h3>
    <dl class="figures">${readBackFigures(totals, readBack)}</dl>
  </section>`;
}

function equation([label, total]: Term, parts: readonly Term[]): Markup {
  const difference = total - parts.reduce((sum, [, value]) => sum + value, 0);
  const sum =
    difference === 0
      ? html`<span class="sum">adds up</span>`
      : html`<span class="sum wrong">differs by ${formatCount(difference)}</span>`;
  const rest = parts.map(
    (part, index) =>
      html`<span class="part"
        ><span class="op">${index === 0 ? "=" : "+"}</span>${term(part)}</span
      >`,
  );
  return html`<p class="equation">${term([label, total])}${rest}${sum}</p>`;
}

function term([label, value]: Term): Markup {
  return html`<span class="term"><b>${formatCount(value)}</b> <small>${label}</small></span>`;
}

function readBackFigures(totals: Report["totals"], places: Report["readBack"]): Markup[] {
  const neutral: Term[] = [
    ["in RAW", totals.raw],
    ["in FINAL", totals.final],
    ["malformed, in quarantine", totals.malformedQuarantined],
    ["duplicates dropped", totals.duplicatesDropped],
    ["duplicates beyond the window", totals.duplicatesBeyondWindow],
    ["repeats explained", totals.repeatsExplained],
    ["in dead letters", places.deadLetters?.lines ?? 0],
  ];
  const wanting: Term[] = [
    ["lost", totals.lost],
    ["extra", totals.extra],
    ["altered", totals.altered],
    ["duplicates missed", totals.duplicatesMissed],
    ["originals dropped", totals.originalsDropped],
    ["repeats unexplained", totals.repeatsUnexplained],
  ];
  return [
    ...neutral.map((part) => figure(part, "")),
    ...wanting.map((part) => figure(part, part[1] === 0 ? "none" : "wrong")),
  ];
}

function figure([label, value]: Term, state: string): Markup {
  return html`<div class="${state}">
    <dt>${label}</dt>
    <dd>${formatCount(value)}</dd>
  </div>`;
}
