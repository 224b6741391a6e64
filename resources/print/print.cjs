// Prints one HTML file to PDF in a window that nobody sees: electron print.cjs FILE.html FILE.pdf
const { writeFileSync } = require('node:fs');
const { app, BrowserWindow } = require('electron');

const [html, pdf] = process.argv.slice(-2);
app.disableHardwareAcceleration();

async function print() {
  await app.whenReady();
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  });
  window.webContents.session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !/^(file|data|devtools):/.test(url) }),
  );
  await window.loadFile(html);
  writeFileSync(pdf, await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }));
}

print().then(
  () => app.exit(0),
  (thrown) => {
    process.stderr.write(`${thrown}\n`);
    app.exit(1);
  },
);
