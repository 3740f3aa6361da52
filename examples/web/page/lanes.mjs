// What a step of one of many neurons takes, in each of the modules given: the least of eleven runs.
import { readFileSync } from "node:fs";

const COUNT = 256, STEPS = 1000, METHODS = ["FastStrang", "SafeStrang", "Rk4"];
const modules = process.argv.slice(2).map(path =>
  new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path))).exports);
METHODS.forEach((name, method) => {
  const least = modules.map(() => Infinity), means = [];
  // In turns, so that other work on the machine meets all of them.
  for (let k = 0; k < 11; k++) modules.forEach((module, which) => {
    const start = performance.now();
    means[which] = module.ensemble(COUNT, STEPS, method);
    least[which] = Math.min(least[which], performance.now() - start);
  });
  const times = least.map(ms => (1e6 * ms / COUNT / STEPS).toFixed(1));
  console.log(`${name}: ${times.join(", ")} ns a step; mean V ${means.join(", ")} mV`);
});
