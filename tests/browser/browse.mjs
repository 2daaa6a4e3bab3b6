// Does what a job file says in a headless browser and prints what was seen as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const browser = await chromium.launchPersistentContext(job.profile, {
  executablePath: job.chromium,
  args: flags,
  javaScriptEnabled: job.scripts ?? true,
  viewport: { width: job.width ?? 1280, height: 900 },
  reducedMotion: "reduce",
  colorScheme: job.scheme ?? "light",
});
const page = await browser.newPage();
let seen = {};
page.on("console", (said) => {
  if (["error", "warning"].includes(said.type())) seen.console.push(said.text());
});
page.on("pageerror", (error) => seen.console.push(String(error)));
page.on("dialog", async (dialog) => {
  seen.dialogs.push(dialog.message());
  await dialog.dismiss();
});
page.on("request", (request) => {
  if (!request.url().startsWith("file:")) seen.requests.push(request.url());
});

const names = () => {
  const found = new Set();
  for (const element of document.querySelectorAll("*")) {
    found.add(element.localName);
    for (const attribute of element.attributes) found.add(`${element.localName} ${attribute.name}`);
  }
  return [...found].sort();
};

const focusable = () =>
  [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((element) => element.checkVisibility()).length;

const focused = async () => {
  const reached = await page.evaluate(() => {
    window.reached = new Set();
    window.faint = [];
    document.addEventListener("focusin", (event) => {
      window.reached.add(event.target);
      const style = getComputedStyle(event.target);
      const box = event.target.getBoundingClientRect();
      const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      if (!drawn || box.right <= 0 || box.bottom <= 0) window.faint.push(event.target.outerHTML.slice(0, 200));
    });
  });
  const total = await page.evaluate(focusable);
  for (let n = 0; n < total + 20; n += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => window.reached.size)) >= total) break;
  }
  return page.evaluate((all) => ({ total: all, reached: window.reached.size, faint: window.faint }), total);
};

const steps = {
  async set([selector, value]) {
    const element = page.locator(selector);
    if ((await element.evaluate((node) => node.localName)) === "select") await element.selectOption(value);
    else await element.fill(value);
  },
  async click([selector]) {
    await page.locator(selector).click();
  },
  async rows() {
    return page.evaluate(() =>
      [...document.querySelectorAll("#issues tbody tr")]
        .filter((row) => row.checkVisibility())
        .map((row) => row.querySelector("a").getAttribute("href")));
  },
  async all([selector]) {
    return page.locator(selector).allTextContents();
  },
  async text([selector]) {
    return page.locator(selector).textContent();
  },
  async attribute([selector, name]) {
    return page.locator(selector).getAttribute(name);
  },
  async before([selector]) {
    return page.locator(selector).evaluate((node) => getComputedStyle(node, "::before").content);
  },
  async value([selector]) {
    return page.locator(selector).inputValue();
  },
  async visible([selector]) {
    return page.locator(selector).isVisible();
  },
};

const answers = [];
for (const visit of job.visits) {
  seen = { page: visit.url, console: [], dialogs: [], requests: [] };
  if (visit.hash) await page.goto("about:blank");
  await page.goto(visit.url);
  if (job.scripts ?? true) {
    seen.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    seen.pwned = await page.evaluate(() => "pwned" in window);
    if (job.names) seen.names = await page.evaluate(names);
    if (job.axe) {
      await page.evaluate(axe);
      const result = await page.evaluate(() => window.axe.run(document, {
        preload: false,
        rules: { "color-contrast-enhanced": { enabled: true } },
      }));
      seen.rules = result.passes.length;
      seen.violations = result.violations.flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
    }
    if (job.keyboard) seen.keyboard = await focused();
  }
  if (visit.pdf) {
    writeFileSync(visit.pdf, await page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true }));
  }
  seen.steps = [];
  for (const [name, ...given] of visit.steps ?? []) seen.steps.push((await steps[name](given)) ?? null);
  if (visit.picture) {
    await page.mouse.move(0, 0);
    // what was out of sight is drawn a frame after it has come into view
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    writeFileSync(visit.picture, await page.screenshot({ clip: visit.clip, fullPage: Boolean(visit.clip) }));
  }
  answers.push(seen);
}
await browser.close();
process.stdout.write(JSON.stringify(answers));
