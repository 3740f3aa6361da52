// Loads the page in a real browser, moves what a reader moves, and reads back what the page holds.
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [browser, page, expected, pictures] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "page-"));
const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"];
const child = spawn(browser, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const [, , , to, from] = child.stdio;

// Messages of the debugging protocol, each ended by a zero byte.
let next = 1, rest = Buffer.alloc(0), session;
const open = new Map(), problems = [], requests = [];
from.on("data", part => {
  rest = Buffer.concat([rest, part]);
  for (let end; (end = rest.indexOf(0)) >= 0; rest = rest.subarray(end + 1)) heard(JSON.parse(rest.subarray(0, end)));
});
function heard(message) {
  if (message.method === "Runtime.exceptionThrown") problems.push(JSON.stringify(message.params.exceptionDetails));
  if (message.method === "Network.requestWillBeSent") requests.push(message.params.request.url.slice(0, 60));
  const told = open.get(message.id);
  if (!told) return;
  open.delete(message.id);
  message.error ? told.fail(new Error(message.error.message)) : told.done(message.result);
}
const send = (method, params = {}) => new Promise((done, fail) => {
  open.set(next, { done, fail });
  to.write(JSON.stringify({ id: next++, method, params, sessionId: session }) + "\0");
});
const evaluate = async expression => {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
  return result.value;
};
const until = async (expression, what) => {
  for (let k = 0; k < 400; k++) {
    if (await evaluate(expression)) return;
    await new Promise(done => setTimeout(done, 25));
  }
  throw new Error(`waited in vain for ${what}`);
};
const same = (what, got, wanted) => {
  const right = JSON.stringify(got) === JSON.stringify(wanted);
  console.log(`${right ? "ok" : "WRONG"}: ${what}: ${JSON.stringify(got)}`);
  if (!right) problems.push(`${what}: ${JSON.stringify(wanted)} expected`);
};
// Told, and no problem: a busy machine makes them longer, and the time of the processor alone less so.
const told = (what, value, limit) =>
  console.log(`${value <= limit ? "ok" : "LONGER"}: ${what}: ${value.toFixed(1)} ms, meant to be at most ${limit}`);
// The processor's time of the page's own thread (ms).
const processor = async () => {
  const { metrics } = await send("Performance.getMetrics");
  return 1000 * metrics.find(metric => metric.name === "TaskDuration").value;
};
const data = name => evaluate(`Number(document.body.dataset.${name})`);
const idle = () => until("!drawing && !busy && !waiting && found.rates.length > 0", "the f–I curve");
const middle = numbers => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const key = async (id, name) => {
  await evaluate(`document.getElementById("${id}").focus()`);
  for (const type of ["keyDown", "keyUp"]) {
    await send("Input.dispatchKeyEvent", { type, key: name, code: name, windowsVirtualKeyCode: name === "ArrowRight" ? 39 : 36 });
  }
  await until("!drawing", "the picture");
};
const press = async name => {
  await evaluate(`[...document.querySelectorAll("button")].find(b => b.textContent === "${name}").click()`);
  await idle();
};
const window = (width, height, scheme) => Promise.all([
  send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false }),
  send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] }),
]);
const picture = async name => {
  await new Promise(done => setTimeout(done, 300));
  const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: true });
  mkdirSync(pictures, { recursive: true });
  writeFileSync(join(pictures, `${name}.png`), Buffer.from(data, "base64"));
};

// Times (ms) from the start of loading in a new tab: of the script, the module, V(t) drawn, and the first paint, which is
// of V(t).
async function load() {
  session = undefined;
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  session = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
  for (const domain of ["Page", "Runtime", "Network"]) await send(`${domain}.enable`);
  await send("Performance.enable", { timeDomain: "threadTicks" });
  await window(1200, 1320, "light");
  await send("Page.navigate", { url: `file://${page}` });
  await until("document.body && document.body.dataset.first > 0", "the first picture");
  await idle();
  const paint = await evaluate(`performance.getEntriesByName("first-contentful-paint")[0].startTime`);
  return [await data("script"), await data("compiled"), await data("first"), paint];
}
async function checks() {
  const [double, half, repetitive, [rate, period]] = JSON.parse(readFileSync(expected, "utf8"));
  const loads = [];
  for (let k = 0; k < 7; k++) loads.push(await load());
  const [script, module, first, shown] = [0, 1, 2, 3].map(k => middle(loads.map(times => times[k])));
  console.log(`script at ${script.toFixed(1)} ms, module at ${module.toFixed(1)}; medians of ${loads.length} tabs`);
  told("first picture drawn, from the start of loading", first, 100);
  told("first picture drawn, by the page's own script", middle(loads.map(times => times[2] - times[0])), 100);
  told("first picture on the screen", shown, 100);
  same("double impulse", await evaluate("Array.from(found.spikes)"), double);
  same("its status", (await evaluate(`$("told").textContent`)).split(" at ")[0], `${double.length} spikes`);
  same("worker", await evaluate("Boolean(worker)"), true);
  await key("I", "ArrowRight");
  same("a slider moved by a key", await evaluate("inputs[0].value"), "0.5");
  same("spikes at 0.5 µA/cm²", await evaluate("Array.from(found.spikes)"), half);
  await evaluate("new Promise(done => setTimeout(done, 300))");
  same("link", await evaluate("location.hash"), "#0.5,120,36,0.3,6.3,0,1,150,10,11,50");
  await evaluate(`location.hash = "20,120,36,0.3,6.3,0,1,150,10,11,50"`);
  await idle();
  await until("inputs[0].value === '20'", "the link");
  same("spikes by a link at 20 µA/cm²", await evaluate("Array.from(found.spikes)"), repetitive);
  await press("Anode break");
  same("anode break", await evaluate("found.spikes.length"), 1);
  await press("Too warm to fire");
  same("too warm", await evaluate("found.spikes.length"), 0);
  const edge = await evaluate(`(() => { put(PRESETS["Double impulse"]); change(); const r = $("stimulus").getBoundingClientRect(), s = $("stimulus").onScale; return [r.x + s.px(11), r.x + s.px(20), r.y + 40]; })()`);
  const mouse = (type, x) => send("Input.dispatchMouseEvent", { type, x, y: edge[2], button: "left", buttons: 1, clickCount: 1 });
  await mouse("mousePressed", edge[0]); await mouse("mouseMoved", edge[1]); await mouse("mouseReleased", edge[1]);
  await until("!drawing", "the drag");
  const end = Number(await evaluate("inputs[9].value"));
  same("an edge dragged from 11 to 20 ms", Math.abs(end - 20) < 0.2, true);

  const redraws = [];
  for (let k = 0; k < 40; k++) {
    redraws.push(await evaluate(`(inputs[0].value = ${k}, change(), Number(document.body.dataset.redraw))`));
    await evaluate("new Promise(done => setTimeout(done, 30))");
  }
  console.log(`redraws: worst ${Math.max(...redraws).toFixed(1)} ms; of the last ${(await data("run")).toFixed(1)} ms in the module`);
  told("redraw, median", middle(redraws), 16);
  const before = await processor();
  await evaluate(`(() => { for (let k = 0; k < 40; k++) { inputs[0].value = k; change(); } })()`);
  told("redraw, of the processor's time", (await processor() - before) / 40, 16);
  await idle();
  await press("Repetitive firing");
  told("f–I curve and limit cycle", await data("slow"), 500);
  same("rate at 20 µA/cm²", await evaluate("found.rates[found.rates.indexOf(20) + 1]"), rate);
  same("silent under 5 µA/cm²", await evaluate("found.rates[found.rates.indexOf(5) + 1]"), 0);
  same("period within 1e-4 of the shooting's", Math.abs(await evaluate("found.period[0]") / period - 1) < 1e-4, true);
  await picture("page_light");
  const shot = await send("Page.captureScreenshot", { format: "webp", quality: 60, captureBeyondViewport: true });
  writeFileSync(join(pictures, "page.webp"), Buffer.from(shot.data, "base64"));
  await window(1200, 1320, "dark"); await picture("page_dark");
  await window(400, 2150, "light"); await picture("page_narrow");
  same("nothing wider than a narrow window", await evaluate("document.documentElement.scrollWidth <= 400"), true);
  same("requests on the network", requests.filter(url => !/^(file|data|blob|about):/.test(url)), []);
  same("controls without a label", await evaluate(`[...document.querySelectorAll("input,canvas")].filter(e => !e.getAttribute("aria-label")).length`), 0);
}

try {
  await checks();
} catch (error) {
  problems.push(String(error.stack));
}
child.kill();
await new Promise(done => child.once("exit", done));
try { rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }); } catch { /* the browser still writes */ }
problems.forEach(problem => console.log(`PROBLEM: ${problem}`));
process.exit(problems.length ? 1 : 0);
