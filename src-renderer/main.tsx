import '@fontsource-variable/noto-sans-sc/index.css';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { provideEngines } from './engine-pages.ts';
import * as engines from './pages/all.ts';
import { connectToDesktop, desktop, joinDesktop } from './ask/desktop.ts';
import { followPreferences, usePreferences } from './hooks/preferences.ts';
import { listenForShortcuts } from './hooks/shortcuts.ts';
import { speak, startWords } from './i18n/index.ts';
import { createFollower } from './sync/follow.ts';
import { openGatewayLink } from './sync/gateway-link.ts';
import { provideFollower } from './sync/topic.ts';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no root');
}

provideEngines(Object.values(engines));
const bridge = desktop();
const follower = createFollower({ open: bridge === null ? openGatewayLink : connectToDesktop });
provideFollower(follower);
follower.start();
follower.follow('index');
listenForShortcuts();
followPreferences();
usePreferences.subscribe(({ language }, before) => {
  if (language !== before.language) {
    void speak(language);
  }
});
if (bridge !== null) {
  joinDesktop(bridge);
}
await startWords(usePreferences.getState().language);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
