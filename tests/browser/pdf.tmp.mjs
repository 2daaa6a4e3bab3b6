import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const p = await b.newPage({ viewport: { width: 390, height: 900 } });
await p.goto("file:///tmp/w/ls_pub/en/index.html");
console.log(await p.evaluate(() => [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > 391).map((e) => e.tagName + "." + e.className + " " + Math.round(e.getBoundingClientRect().right) + " " + e.textContent.slice(0, 30)).slice(0, 12)));
const q = await b.newPage({ viewport: { width: 1280, height: 900 } });
for (const [n, u] of [["list", "list.html"], ["wall", "wall.html"], ["index", "index.html"], ["issue", "issues/06.html"]]) {
  await q.goto("file:///tmp/w/ls_in/" + u);
  await q.pdf({ path: `/tmp/w/ls_${n}.pdf`, format: "A4", printBackground: true, preferCSSPageSize: true });
}
await b.close();
