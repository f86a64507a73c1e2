// Draws every <canvas data-chart="id of its json_script">; the table behind it says the same in figures.
(function () {
  "use strict";
  const drawn = [];

  // A canvas cannot read var(), oklch() or color-mix(): the browser works them out, then we read one pixel.
  function color(name) {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    pen.fillStyle = getComputedStyle(probe).color;
    probe.remove();
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  }

  function datasets(spec) {
    return spec.series.map((series) => ({
      label: series.name,
      data: series.values.map(Number),
      backgroundColor: color(series.color),
      borderColor: color(series.color),
      borderWidth: spec.kind === "line" ? 2 : 0,
      borderRadius: 3,
      maxBarThickness: 44,
      pointRadius: spec.kind === "line" ? 2 : 0,
      tension: 0.25,
    }));
  }

  function options(spec) {
    const format = new Intl.NumberFormat(document.documentElement.lang, spec.currency
      ? { style: "currency", currency: spec.currency, notation: "compact" } : { notation: "compact" });
    const exact = new Intl.NumberFormat(document.documentElement.lang, spec.currency
      ? { style: "currency", currency: spec.currency } : {});
    return {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: {
        legend: {
          display: spec.series.length > 1,
          position: "bottom",
          labels: { boxWidth: 10, boxHeight: 10 },
        },
        tooltip: {
          callbacks: { label: (item) => `${item.dataset.label}: ${exact.format(item.parsed.y)}` },
        },
      },
      scales: {
        x: { stacked: spec.stacked, grid: { display: false } },
        y: {
          stacked: spec.stacked,
          beginAtZero: true,
          grid: { color: color("--tblr-border-color") },
          ticks: { callback: (value) => format.format(value) },
        },
      },
    };
  }

  function draw() {
    drawn.splice(0).forEach((chart) => chart.destroy());
    if (!window.Chart) return;
    Chart.defaults.font.family = "Inter, system-ui, sans-serif";
    Chart.defaults.color = color("--ink-muted");
    document.querySelectorAll("canvas[data-chart]").forEach((canvas) => {
      const spec = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
      const data = { labels: spec.labels, datasets: datasets(spec) };
      drawn.push(new Chart(canvas, { type: spec.kind, data, options: options(spec) }));
    });
  }

  document.addEventListener("DOMContentLoaded", draw);
  window.addEventListener("themechange", () => { if (document.readyState !== "loading") draw(); });
})();
