/**
 * The page's own script: it draws the chart specifications of the page with uPlot, in the colours
 * of the style sheet, again whenever the colour scheme changes or the page is printed, and tells
 * the figures of the heat map's cells. It runs in the browser, so it is text here.
 */
export const pageScript = String.raw`
(() => {
  "use strict";
  const { charts, heat } = JSON.parse(document.getElementById("charts").textContent);
  const root = document.documentElement;
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const pad = (value) => String(value).padStart(2, "0");
  const clock = (ms) => {
    const seconds = Math.round(ms / 1000);
    const text = pad(Math.floor(seconds / 3600)) + ":" + pad(Math.floor(seconds / 60) % 60);
    return seconds % 60 === 0 ? text : text + ":" + pad(seconds % 60);
  };
  const elapsed = (ms) => {
    const seconds = Math.round(ms / 1000);
    return "+" + pad(Math.floor(seconds / 60)) + ":" + pad(seconds % 60);
  };
  const times = { day: clock, elapsed };
  const number = (value, digits) =>
    value.toLocaleString("en-US", { maximumFractionDigits: digits });
  const short = (value) => number(value, value < 10 ? 2 : value < 100 ? 1 : 0);
  const duration = (ms) => (ms < 1000 ? short(ms) + " ms" : short(ms / 1000) + " s");
  const percentile = (x) => {
    const value = 100 * (1 - Math.pow(10, -x));
    return number(value, Math.max(0, Math.ceil(x) - 1) + (x % 1 ? 1 : 0)) + " %";
  };
  const units = {
    rate: (value) => short(value),
    count: (value) => short(value),
    ms: duration,
    share: (value) => number(value * 100, value < 0.1 ? 1 : 0) + " %",
  };
  const seconds = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
  const blank = (format) => (value) => (value == null ? "" : format(value));

  const axis = (values, extra) => ({
    stroke: colour("muted"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: colour("rule"), width: 1 },
    ticks: { show: false },
    values: (u, splits) => splits.map((split) => (split == null ? "" : values(split))),
    ...extra,
  });

  const wholeDecades = (u, low, high) =>
    low == null || low <= 0
      ? [1, 10]
      : [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
  const decades = (u, axis, low, high) => {
    const splits = [];
    for (let power = Math.round(Math.log10(low)); 10 ** power <= high * 1.001; power++)
      splits.push(10 ** power);
    return splits;
  };

  const drawMarks = (marks) => (u) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour("ink");
    ctx.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    for (const mark of marks) {
      const x = u.valToPos(mark.x, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const end = x + 80 * devicePixelRatio > bbox.left + bbox.width;
      ctx.textAlign = end ? "right" : "left";
      const gap = 4 * devicePixelRatio;
      ctx.fillText(mark.label, x + (end ? -gap : gap), bbox.top - gap);
    }
    ctx.restore();
  };

  const labels = { day: "time of day", elapsed: "since the start", percentile: "percentile" };
  const options = (spec, width) => {
    const time = times[spec.x.kind];
    const along = time ?? percentile;
    const unit = units[spec.y.unit];
    const linear = { range: (u, low, high) => [0, high > 0 ? high * 1.06 : 1] };
    return {
      width,
      height: width < 480 ? 210 : 260,
      padding: [18, 22, 0, 0],
      cursor: time ? { sync: { key: "day", scales: ["x", null] }, y: false } : { y: false },
      scales: {
        x: { time: false, min: spec.range[0], max: spec.range[1] },
        y: spec.y.scale === "log" ? { distr: 3, range: wholeDecades } : linear,
      },
      axes: [
        axis(along, {
          incrs: time ? seconds.map((step) => step * 1000) : [1],
          space: 60,
          gap: 9,
          size: 34,
        }),
        axis(unit, { size: 64, ...(spec.y.scale === "log" ? { splits: decades } : {}) }),
      ],
      legend: { markers: { dash: (u, i) => (u.series[i].dash ? "dashed" : "solid") } },
      series: [
        { label: labels[spec.x.kind], value: (u, x) => blank(along)(x) },
        ...spec.series.map((series) => ({
          label: series.label,
          stroke: colour(series.colour),
          width: series.style === "area" ? 1 : 1.5,
          ...(series.style === "dashed" ? { dash: [5, 4] } : {}),
          ...(series.style === "area" ? { fill: colour(series.colour + "-fill") } : {}),
          points: { show: false },
          value: (u, value) => blank(unit)(value),
        })),
      ],
      hooks: { draw: [drawMarks(spec.marks)] },
    };
  };

  let plots = [];
  const draw = (fixedWidth) => {
    for (const plot of plots) plot.destroy();
    plots = charts.map((spec) => {
      const holder = document.getElementById("chart-" + spec.id);
      const data = [spec.x.values, ...spec.series.map((series) => series.values)];
      return new uPlot(options(spec, fixedWidth || holder.clientWidth), data, holder);
    });
  };
  draw();
  let width = root.clientWidth;
  addEventListener("resize", () => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    draw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
  addEventListener("beforeprint", () => {
    root.dataset.paper = "light";
    draw(680);
  });
  addEventListener("afterprint", () => {
    delete root.dataset.paper;
    draw();
  });

  const map = document.querySelector(".heat svg");
  const note = document.getElementById("heat-note");
  if (map) {
    const rest = note.textContent;
    map.addEventListener("pointerleave", () => (note.textContent = rest));
    map.addEventListener("pointermove", (event) => {
      const box = map.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * heat.columns);
      const down = (event.clientY - box.top) / box.height;
      const row = heat.rows[Math.floor(down * heat.rows.length)];
      if (!row || column < 0 || column >= heat.columns) return;
      note.textContent =
        times[heat.kind](heat.startMs + column * heat.columnMs) + ", shard " + row.shard + ": " +
        number(row.confirmed[column], 0) + " confirmed, " +
        number(row.throttled[column], 0) + " throttled, " +
        units.share(row.utilization[column]) + " of the limit in the busiest second";
    });
  }
})();
`;
