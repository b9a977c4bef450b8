import { render } from 'preact';
import { App } from './app.tsx';
import { strings } from './language.ts';
import { followLinks } from './location.ts';

document.documentElement.lang = strings.language;
followLinks();
render(<App />, document.body);
