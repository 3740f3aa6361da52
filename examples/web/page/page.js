// Draws what the module finds, and computes nothing.
"use strict";
const SLIDERS = [ // name, group, label, unit, from, to, step
  ["I", "Current", "steady", "µA/cm²", -20, 160, 0.5],
  ["gNa", "Conductances", "g_Na", "mS/cm²", 0, 200, 1],
  ["gK", "Conductances", "g_K", "mS/cm²", 1, 100, 0.5],
  ["gL", "Conductances", "g_L", "mS/cm²", 0.05, 2, 0.05],
  ["T", "Temperature", "T", "°C", 0, 40, 0.1],
  ["s1", "First pulse", "start", "ms", 0, 59, 0.1],
  ["e1", "First pulse", "end", "ms", 0, 60, 0.1],
  ["i1", "First pulse", "height", "µA/cm²", -50, 200, 1],
  ["s2", "Second pulse", "start", "ms", 0, 59, 0.1],
  ["e2", "Second pulse", "end", "ms", 0, 60, 0.1],
  ["i2", "Second pulse", "height", "µA/cm²", -50, 200, 1],
];
const PRESETS = {
  "Double impulse": [0, 120, 36, 0.3, 6.3, 0, 1, 150, 10, 11, 50],
  "Repetitive firing": [20, 120, 36, 0.3, 6.3, 0, 1, 0, 10, 11, 0],
  "Anode break": [0, 120, 36, 0.3, 6.3, 5, 25, -10, 40, 41, 0],
  "Too warm to fire": [0, 120, 36, 0.3, 36, 5, 5.5, 60, 30, 30.5, 60],
};
const PLANES = 5; // the sliders on which the planes depend, the first ones
const SAMPLES = 0, SPIKES = 1, PLANE_N = 2, PLANE_M = 3, RATES = 4, CYCLE = 5, PERIOD = 6, MESSAGE = 7;
function bytes() {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(WASM);
  const text = atob(WASM), bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return bytes;
}
const $ = id => document.getElementById(id);
const inputs = [], outputs = [];
let wasm, worker, asked = 0, busy = false, waiting = false, drawing = false;
let found = { samples: [], spikes: [], planeN: [], planeM: [], rates: [], cycle: [], period: [] };

// The list of the module, copied: its memory may move.
const list = (module, k) =>
  new Float64Array(module.memory.buffer, module.list(k), module.length(k)).slice();
const text = (module) => new TextDecoder().decode(Uint8Array.from(list(module, MESSAGE)));

// What takes longer than a picture: in a worker, where there is one.
function slow(module, settings) {
  settings.forEach((x, k) => module.set(k, x));
  const rates = module.rates() ? list(module, RATES) : [];
  const [cycle, period] = module.cycle() ? [list(module, CYCLE), list(module, PERIOD)] : [[], []];
  return { rates, cycle, period };
}
const inWorker = `const RATES=${RATES},CYCLE=${CYCLE},PERIOD=${PERIOD};let module;const list=${list};${slow};` +
  `onmessage=e=>{if(e.data.code){module=new WebAssembly.Instance(e.data.code).exports}` +
  `else postMessage(slow(module,e.data))}`;

const settings = () => inputs.map(input => Number(input.value));

function askSlow() {
  if (busy) { waiting = true; return; }
  busy = true; waiting = false; asked = performance.now();
  if (worker) worker.postMessage(settings());
  else setTimeout(() => answered(slow(wasm, settings())), 30);
}
function answered(answer) {
  busy = false;
  Object.assign(found, answer);
  draw();
  document.body.dataset.slow = performance.now() - asked;
  document.body.dataset.answers = Number(document.body.dataset.answers || 0) + 1;
  if (waiting) askSlow();
}

function change() {
  const start = performance.now();
  inputs.forEach((input, k) => {
    wasm.set(k, Number(input.value));
    outputs[k].textContent = `${input.value} ${SLIDERS[k][3]}`;
    input.setAttribute("aria-valuetext", outputs[k].textContent);
  });
  const right = wasm.run();
  if (right) Object.assign(found, { samples: list(wasm, SAMPLES), spikes: list(wasm, SPIKES) });
  $("told").classList.toggle("error", !right);
  found.message = right ? "" : text(wasm);
  planes();
  document.body.dataset.run = performance.now() - start;
  draw();
  document.body.dataset.redraw = performance.now() - start;
  if (document.body.dataset.first) askSlow();
}
// The planes, where a setting has moved on which they depend: no pulse.
let planesOf;
function planes() {
  const now = settings().slice(0, PLANES).join();
  if (!document.body.dataset.first || now === planesOf) return;
  if (wasm.planes()) Object.assign(found, { planeN: list(wasm, PLANE_N), planeM: list(wasm, PLANE_M) });
  planesOf = now;
}
// One picture for many events.
function later() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => { drawing = false; change(); keep(); });
}

// The settings in the address.
let kept;
function keep() {
  clearTimeout(kept);
  kept = setTimeout(() => history.replaceState(null, "", "#" + settings().join(",")), 200);
}
function recall() {
  const numbers = location.hash.slice(1).split(",").map(Number);
  const right = numbers.length === SLIDERS.length && numbers.every(Number.isFinite);
  put(right ? numbers : PRESETS["Double impulse"]);
}
const put = numbers => numbers.forEach((x, k) => { inputs[k].value = x; });

// Drawing. `lines` are [colour, points as x, y, x, y …, dashes, width]: to be told apart in grey too.
const DASHED = [7, 4], DOTTED = [2, 3];
let colours = {};
const style = name => colours[name] ||= getComputedStyle(document.documentElement).getPropertyValue(name);
function plot(id, [x0, x1], [y0, y1], xLabel, lines, label, dots) {
  const canvas = $(id), ratio = devicePixelRatio, c = canvas.getContext("2d");
  const w = canvas.clientWidth, h = canvas.clientHeight;
  canvas.width = w * ratio; canvas.height = h * ratio;
  c.scale(ratio, ratio);
  const left = 40, right = w - 12, top = 8, bottom = h - (xLabel ? 34 : 20);
  const px = x => left + (x - x0) / (x1 - x0) * (right - left);
  const py = y => bottom - (y - y0) / (y1 - y0) * (bottom - top);
  c.font = "12px system-ui, sans-serif"; c.lineWidth = 1;
  c.strokeStyle = style("--rule"); c.fillStyle = style("--faint");
  const ticks = (from, to, room) => {
    const raw = (to - from) / room, ten = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(k => k * ten).find(k => k >= raw), found = [];
    for (let k = Math.ceil(from / step); k * step <= to; k++) found.push(k * step);
    return found.map(t => [t, String(Number(t.toPrecision(6))).replace("-", "−")]);
  };
  c.beginPath();
  c.textAlign = "center"; c.textBaseline = "top";
  for (const [t, name] of ticks(x0, x1, Math.max(2, w / 90))) {
    c.moveTo(px(t), top); c.lineTo(px(t), bottom); c.fillText(name, px(t), bottom + 4);
  }
  c.textAlign = "right"; c.textBaseline = "middle";
  for (const [t, name] of ticks(y0, y1, Math.max(2, h / 45))) {
    c.moveTo(left, py(t)); c.lineTo(right, py(t)); c.fillText(name, left - 6, py(t));
  }
  c.stroke();
  c.textAlign = "center"; c.textBaseline = "bottom";
  if (xLabel) c.fillText(xLabel, (left + right) / 2, h);
  c.save(); c.beginPath(); c.rect(left, top - 2, right - left, bottom - top + 4); c.clip();
  c.lineJoin = "round";
  for (const [colour, points, dash, width] of lines) {
    c.lineWidth = width || 1.8; c.strokeStyle = style(colour); c.setLineDash(dash || []); c.beginPath();
    let pen = false;
    for (let k = 0; k < points.length; k += 2) {
      if (Number.isNaN(points[k])) { pen = false; continue; }
      if (pen) c.lineTo(px(points[k]), py(points[k + 1])); else c.moveTo(px(points[k]), py(points[k + 1]));
      pen = true;
    }
    c.stroke();
  }
  for (const [x, y] of dots || []) {
    c.fillStyle = style("--2"); c.beginPath(); c.arc(px(x), py(y), 4, 0, 7); c.fill();
  }
  c.restore();
  canvas.setAttribute("aria-label", label);
  canvas.onScale = { px, x0, x1, left, right };
}
const pick = (numbers, width, a, b) => {
  const points = [];
  for (let k = 0; k < numbers.length; k += width) points.push(numbers[k + a], numbers[k + b]);
  return points;
};
// Both nullclines of a plane: two NaN in a row, at the beginning of a pair, part them.
function halves(points) {
  for (let k = 0; k + 3 < points.length; k += 2) {
    if (Number.isNaN(points[k]) && Number.isNaN(points[k + 2])) {
      return [points.slice(0, k), points.slice(k + 4)];
    }
  }
  return [points, []];
}
const range = (points, low, high, at) => {
  for (let k = at; k < points.length; k += 2) {
    if (Number.isNaN(points[k])) continue;
    low = Math.min(low, points[k]); high = Math.max(high, points[k]);
  }
  const room = 0.05 * (high - low);
  return [low - room, high + room];
};
function draw() {
  const s = found.samples, v = pick(s, 6, 0, 2), i = pick(s, 6, 0, 1), times = found.spikes;
  const told = times.map(t => t.toFixed(2)).join(", ");
  const count = `${times.length} spike${times.length === 1 ? "" : "s"}` + (told && ` at ${told} ms`);
  const period = found.period.length
    ? `limit cycle of ${found.period[0].toFixed(3)} ms, V from ${found.period[1].toFixed(1)} to ${found.period[2].toFixed(1)} mV`
    : "no stable limit cycle under the steady current";
  const message = (found.message || `${count}; ${period}.`).replaceAll("-", "−");
  if ($("told").textContent !== message) $("told").textContent = message;
  const span = [0, 60], volts = [-20, 120];
  plot("potential", span, range(v, -20, 110, 1), "", [["--1", v]], `Potential over 60 ms: ${count}`);
  plot("stimulus", span, range(i, 0, 10, 1), "time (ms)", [["--2", i]], "Stimulus over time");
  if (!document.body.dataset.first) return; // the first picture is of V alone
  plot("gates", span, [-0.02, 1.02], "time (ms)",
    [["--1", pick(s, 6, 0, 3)], ["--2", pick(s, 6, 0, 4), DASHED], ["--3", pick(s, 6, 0, 5), DOTTED]], "Gates m, h and n over time");
  [["plane_n", "n", found.planeN, 5, 2], ["plane_m", "m", found.planeM, 3, 1]].forEach(([id, gate, lines, k, o]) => {
    const [a, b] = halves(lines);
    plot(id, volts, [-0.02, 1.02], "V (mV)", [["--2", a, DASHED], ["--3", b, DOTTED],
      ["--4", pick(found.cycle, 3, 0, o), [], 4], ["--1", pick(s, 6, 2, k)]],
      `V and ${gate}: the run, both nullclines; ${period}`);
  });
  const now = Number(inputs[0].value);
  plot("rates", [0, 160], range(found.rates, 0, 100, 1), "current (µA/cm²)",
    [["--1", found.rates], ["--2", [now, -1e3, now, 1e4], DOTTED]],
    `Frequency over the steady current, which stands at ${now} µA/cm²`);
}

// The edges of the pulses, by the pointer: the nearest one follows.
function edges() {
  const canvas = $("stimulus"), at = [5, 6, 8, 9];
  const time = e => {
    const { x0, x1, left, right } = canvas.onScale;
    return x0 + (e.offsetX - left) / (right - left) * (x1 - x0);
  };
  let held = null;
  canvas.onpointerdown = e => {
    const live = at.filter(k => inputs[k < 8 ? 7 : 10].value !== "0");
    const off = k => Math.abs(inputs[k].value - time(e));
    if (live.length) { held = live.reduce((a, b) => off(b) < off(a) ? b : a); canvas.setPointerCapture(e.pointerId); }
  };
  canvas.onpointermove = e => { if (held !== null) { inputs[held].value = time(e); later(); } };
  canvas.onpointerup = canvas.onpointercancel = () => { held = null; };
}

function build() {
  const groups = {};
  for (const [name, group, label, unit, from, to, step] of SLIDERS) {
    if (!groups[group]) {
      groups[group] = document.createElement("fieldset");
      groups[group].innerHTML = `<legend>${group}</legend>`;
      document.forms[0].append(groups[group]);
    }
    const row = document.createElement("label"), [g, index] = label.split("_");
    row.innerHTML = `<span>${index ? `<i>g</i><sub>${index}</sub>` : g}</span>` +
      `<input type="range" id="${name}" min="${from}" max="${to}" step="${step}" aria-label="${group}: ${label}"><output for="${name}"></output>`;
    groups[group].append(row);
    inputs.push(row.children[1]); outputs.push(row.children[2]);
    row.children[1].oninput = later;
  }
  for (const [name, numbers] of Object.entries(PRESETS)) {
    const button = document.createElement("button");
    button.type = "button"; button.textContent = name;
    button.onclick = () => { put(numbers); later(); };
    document.querySelector("nav").append(button);
  }
  edges();
  addEventListener("hashchange", () => { recall(); change(); });
  addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colours = {}; draw(); });
}

function main() {
  document.body.dataset.script = performance.now();
  build(); recall();
  // At once: functions are compiled as they are called, and no empty page is painted before.
  const module = new WebAssembly.Module(bytes());
  wasm = new WebAssembly.Instance(module).exports;
  document.body.dataset.compiled = performance.now();
  change();
  document.body.dataset.first = performance.now();
  requestAnimationFrame(() => setTimeout(() => { start(module); change(); }, 50));
}
// The rest, once the first picture is on the screen: beside it the worker would take its processor.
function start(module) {
  try {
    worker = new Worker(URL.createObjectURL(new Blob([inWorker], { type: "text/javascript" })));
    worker.postMessage({ code: module });
    worker.onmessage = e => answered(e.data);
    worker.onerror = () => { worker = null; busy = false; askSlow(); };
  } catch { worker = null; }
}
main();
