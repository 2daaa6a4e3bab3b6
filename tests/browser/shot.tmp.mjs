import { chromium } from "playwright-core";
const [out, url, w, scheme, full] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const p = await b.newPage({ viewport: { width: +w, height: 900 }, colorScheme: scheme });
await p.goto(url); await p.screenshot({ path: out, fullPage: full === "1" }); await b.close();
