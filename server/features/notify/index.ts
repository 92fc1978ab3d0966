export { createNotify, type NotifyDependencies, type NotifyService } from './service.js';
