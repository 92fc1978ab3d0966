export { createAudit, type AuditService } from './service.js';
