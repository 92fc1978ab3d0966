import { Router } from 'express';
import type { RouteGuards } from '../../shared/ports.js';
import type { NotifyService } from './index.js';

export function notifyRoutes(_notify: NotifyService, _guards: RouteGuards, _options: { readonly devMail: boolean }): Router {
  return Router();
}
