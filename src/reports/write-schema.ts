import { writeFileSync } from "node:fs";
import { reportJsonSchema } from "./schema.ts";

// Entry file: `npm run build && node dist/reports/write-schema.js` brings the checked-in schema up.
writeFileSync(new URL("../../docs/report.schema.json", import.meta.url), reportJsonSchema());
