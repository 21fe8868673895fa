import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { AforoError } from "../core/errors.ts";
import { parseYaml } from "../core/document/document.ts";
import { listed } from "../core/document/mistake.ts";
import { nearestName } from "../core/document/nearest.ts";
import { isMap } from "../core/document/paths.ts";

export interface CatalogueEntry {
  /** The file's name without its ending: what a command takes. */
  readonly name: string;
  /** One line; what is wrong where the file has none. */
  readonly title: string;
  readonly file: string;
}

export interface ScenarioFile {
  readonly file: string;
  readonly text: string;
}

const ending = /\.ya?ml$/;

/** The scenarios of a folder, by name. A file with mistakes is listed too. */
export function listScenarios(directory: string): readonly CatalogueEntry[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => ending.test(file))
    .sort()
    .map((fileName) => {
      const file = join(directory, fileName);
      const { value } = parseYaml(readFileSync(file, "utf8"));
      const title = isMap(value) ? value["title"] : undefined;
      const name = fileName.replace(ending, "");
      return { name, file, title: typeof title === "string" ? title : "(without a title)" };
    });
}

/**
 * The text of a scenario: of a name in the folder, or of any file. Throws a usage error with the
 * nearest name where there is none.
 */
export function findScenario(directory: string, nameOrFile: string): ScenarioFile {
  const entries = listScenarios(directory);
  const entry = entries.find(({ name }) => name === nameOrFile);
  const file = entry?.file ?? nameOrFile;
  if (entry || (existsSync(file) && statSync(file).isFile())) {
    return { file, text: readFileSync(file, "utf8") };
  }
  const names = entries.map(({ name }) => name);
  const nearest = nearestName(nameOrFile.replace(ending, ""), names);
  const choice = names.length === 0 ? `there is none in ${directory}` : `there is ${listed(names)}`;
  throw new AforoError("usage", `there is no scenario \`${nameOrFile}\``, {
    hint: nearest === undefined ? choice : `did you mean \`${nearest}\`?`,
  });
}
