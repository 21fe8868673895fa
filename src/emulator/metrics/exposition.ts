/** The version of Prometheus's text format that is written. */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

export type Labels = Readonly<Record<string, string>>;

/** A counter or a gauge with all its samples, in Prometheus's text form. */
export function exposed(
  metric: { readonly name: string; readonly help: string; readonly type: "counter" | "gauge" },
  samples: Iterable<readonly [labels: Labels, value: number]>,
): string {
  const { name, help, type } = metric;
  let text = `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
  for (const [labels, value] of samples) text += `${name}{${labelText(labels)}} ${value}\n`;
  return text;
}

export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",");
}

function escaped(label: string): string {
  return label.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
