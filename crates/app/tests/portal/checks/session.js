// Signing in, by token and by address; signing out.

export async function run({ checks, browser, program, server }) {
  const { origin, tokens } = server;
  const page = await browser.visitor(origin);
  await page.goto(`${origin}/numbers?search=%2B44`);
  await checks.check("a page without a session leads to the sign-in", (a) => a.equal(new URL(page.url()).pathname, "/sign-in"));
  await page.fill("#token", "nl_wrong");
  await page.press("#token", "Enter");
  await page.waitForSelector("#fault");
  await checks.check("a wrong token is told on the form, and stands in no address", async (a) => {
    a.match(await page.textContent("#fault"), /Nobody was given this token/);
    a.ok(!page.url().includes("nl_wrong"));
  });
  page.faults.length = 0;
  await page.fill("#token", tokens.admin);
  await page.press("#token", "Enter");
  await page.waitForURL(`${origin}/numbers**`);
  await checks.check("the sign-in leads back to where the visitor wanted to go", async (a) => {
    a.equal(new URL(page.url()).search, "?search=%2B44");
    a.equal(await page.inputValue("#search"), "+44");
  });
  await checks.check("no script can read the session's cookie", async (a) => {
    a.equal(await page.evaluate(() => document.cookie), "");
    const [cookie] = await page.context().cookies();
    a.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Strict"]);
  });
  await checks.check("role and reach are shown", async (a) => a.match(await page.textContent(".who"), /admin · all tenants/));
  await page.click("[aria-label='Sign out']");
  await page.waitForURL(`${origin}/sign-in`);
  await page.goto(`${origin}/numbers`);
  await checks.check("after signing out the pages are closed again", (a) => a.equal(new URL(page.url()).pathname, "/sign-in"));
  await page.context().close();

  const { address, origin: demoOrigin } = await program.demo();
  const demo = await browser.visitor(demoOrigin);
  await demo.goto(address);
  await demo.waitForSelector(".tile strong");
  await checks.check("the demo's printed address signs in once", async (a) => {
    a.match(await demo.textContent(".who"), /demo/);
    await demo.context().clearCookies();
    await demo.goto(address);
    a.match(await demo.textContent("#fault"), /signed somebody in already/);
  });
  await demo.context().close();
}
