import type { Express } from 'express';
import { create } from 'express-handlebars';
import { join } from 'node:path';
import { translationHelpers } from '../shared/translation-helpers.js';
import { to } from './paths.js';

/** Templates only print: these helpers compare, choose and put into the reader's language, nothing else. */
const helpers = {
  ...translationHelpers,
  eq: (left: unknown, right: unknown): boolean => left === right,
  not: (value: unknown): boolean => !value,
  or: (...values: unknown[]): boolean => values.slice(0, -1).some(Boolean),
  and: (...values: unknown[]): boolean => values.slice(0, -1).every(Boolean),
  path: (pattern: string, options: { hash: Record<string, string> }): string => to(pattern, options.hash),
};

export function useViews(app: Express, root: string, cache: boolean): void {
  const views = join(root, 'views');
  const handlebars = create({
    extname: '.hbs', defaultLayout: 'main', layoutsDir: join(views, 'layouts'), partialsDir: join(views, 'partials'), helpers,
  });
  app.engine('hbs', (path, options, done) => { void handlebars.renderView(path, { ...options }, done); });
  app.set('view engine', 'hbs');
  app.set('views', views);
  if (cache) app.enable('view cache');
}
