import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Report } from "./schema.ts";

export interface ReportPaths {
  readonly html: string;
  readonly json: string;
  readonly junit: string;
  readonly summary: string;
  /** Leads to the newest run of the scenario. */
  readonly latest: string;
}

/**
 * Writes the four reports of a run into `directory`, each of them whole or not at all, and lets
 * `latest` beside it lead there. Rejects with the file system's error where it cannot write.
 */
export async function writeReports(
  report: Report,
  { directory }: { directory: string },
): Promise<ReportPaths> {
  await mkdir(directory, { recursive: true });
  const paths = {
    html: join(directory, "report.html"),
    json: join(directory, "report.json"),
    junit: join(directory, "junit.xml"),
    summary: join(directory, "summary.md"),
  };
  await writeWhole(paths.json, renderJson(report));
  await writeWhole(paths.junit, renderJunit(report));
  await writeWhole(paths.summary, renderMarkdown(report));
  await writeWhole(paths.html, renderHtml(report));
  return { ...paths, latest: await pointLatest(directory) };
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = temporaryName(path);
  await writeFile(temporary, text);
  await rename(temporary, path);
}

/** A symbolic link, or a small file with the folder's name where links are not permitted. */
async function pointLatest(directory: string): Promise<string> {
  const latest = join(dirname(directory), "latest");
  const temporary = temporaryName(join(dirname(directory), `latest-${basename(directory)}`));
  try {
    await rm(temporary, { force: true });
    await symlink(basename(directory), temporary, "dir");
    await rename(temporary, latest);
  } catch {
    await rm(temporary, { force: true });
    await writeWhole(latest, `${basename(directory)}\n`);
  }
  return latest;
}

function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp`);
}
