import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { accountSection } from "./html/accounts.ts";
import { collectorSection } from "./html/collectors.ts";
import { consumerSection } from "./html/consumers.ts";
import { chartSpecs } from "./html/chart-specs.ts";
import { chartSections } from "./html/charts.ts";
import { html, jsonElement, type Markup } from "./html/markup.ts";
import {
  environmentSection,
  harnessSection,
  methodSection,
  scenarioSection,
} from "./html/notes.ts";
import { pageScript } from "./html/page-script.ts";
import { pageStyle } from "./html/page-style.ts";
import { keySection, latencySection, shardSection } from "./html/tables.ts";
import { headSection } from "./html/verdict.ts";
import type { Report } from "./schema.ts";

/**
 * report.html: one file that holds all it needs and asks for nothing else. Tables and the heat map
 * are drawn here, so that they are there without scripts; the charts are drawn by uPlot, inlined.
 */
export function renderHtml(report: Report): string {
  const title = `${report.verdict}: ${report.scenario.name}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${asset("uPlot.min.css")}${{ markup: pageStyle }}
        </style>
      </head>
      <body>
        <main>
          ${headSection(report)} ${accountSection(report)} ${chartSections(report)}
          ${latencySection(report)} ${shardSection(report)} ${keySection(report)}
          ${consumerSection(report)} ${collectorSection(report)} ${harnessSection(report)}
          ${methodSection(report)} ${environmentSection(report)} ${scenarioSection(report)}
        </main>
        ${jsonElement("charts", chartSpecs(report))}
        <script>
          ${asset("uPlot.iife.min.js")};
        </script>
        <script>
          ${{ markup: pageScript }};
        </script>
      </body>
    </html> `;
  return page.markup;
}

/** A file of uPlot's distribution, read where it is installed. */
function asset(name: string): Markup {
  const path = createRequire(import.meta.url).resolve(`uplot/dist/${name}`);
  return { markup: readFileSync(path, "utf8") };
}
