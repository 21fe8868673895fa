import { writeFileSync } from "node:fs";
import { editorSchemaText } from "./editor-schema.ts";

/** Entry file: rewrites the editor schema that is checked in beside the scenarios. */
writeFileSync(new URL("../../scenarios/scenario.schema.json", import.meta.url), editorSchemaText());
