import helmet from 'helmet';
import type { RequestHandler } from 'express';

/** Nothing leaves the host but for map tiles that were asked for: no inline script or style, no foreign origin. Charts are separate image files for that reason. */
export function securityHeaders(secure: boolean, tileUrl: string | null = null): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...(tileUrl === null ? [] : [new URL(tileUrl).origin])],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        manifestSrc: ["'self'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'same-origin' },
  });
}
