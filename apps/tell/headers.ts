/** What the server says with every file of the page, and what the page says itself where a server forgets. */

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
] as const;

/** The policy as a header. */
export function contentSecurityPolicy(): string {
  return POLICY.join("; ");
}

/** The policy as it stands in the page: `frame-ancestors` counts only in a header. */
export function pagePolicy(): string {
  return POLICY.filter((rule) => !rule.startsWith("frame-ancestors")).join("; ");
}

/** All headers of the page's files, lower-case names. `no-store` keeps the page out of caches and of what "Back" brings back. */
export function tellHeaders(): { readonly [name: string]: string } {
  return {
    "cache-control": "no-store",
    "content-security-policy": contentSecurityPolicy(),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}
