import { checkEffectivePolicy, checkPolicyOptions, policyWarnings } from '../index.js';

/**
 * The verdict of a careful reviewer about typical expressions:
 * - `good`: matches only origins that its author owns;
 * - `credentials`: an error with credentials, and a warning without;
 * - `insecure`: an error with credentials, unless `http:` is permitted; valid without;
 * - `wrong`: an error in any policy;
 * - `dead`: a warning, because it matches no origin that a browser sends.
 */
const CORPUS: Readonly<Record<'good' | 'credentials' | 'insecure' | 'wrong' | 'dead', readonly RegExp[]>> = {
  good: [
    // One site
    /^https:\/\/app\.example\.com$/,
    /^https:\/\/app\.example\.com$/i,
    /^https:\/\/app\.example\.com$/u,
    new RegExp('^https://app\\.example\\.com$', 'v'),
    /^https:\/\/example\.com$/,
    /^https:\/\/(www\.)?example\.com$/,
    /^https:\/\/(?:www\.)?example\.com$/,
    /^https:\/\/(app|admin)\.example\.com$/,
    /^https:\/\/(?:app|admin|www)\.example\.com$/,
    /^(https:\/\/app\.example\.com|https:\/\/admin\.example\.com)$/,
    /^https:\/\/app\.example\.com$|^https:\/\/admin\.example\.com$/,
    /^https:\/\/app[.]example[.]com$/,
    /^https:[/][/]app\.example\.com$/,
    /^https:\/{2}app\.example\.com$/,
    /^https\:\/\/app\.example\.com$/,
    /^https:\/\/app\x2eexample\x2ecom$/,
    /^https:\/\/example\.co\.uk$/,
    /^https:\/\/(?<site>app|admin)\.example\.com$/,
    /^(?:https):\/\/(?:app)\.(?:example)\.(?:com)$/,
    // Subdomains
    /^https:\/\/.*\.example\.com$/,
    /^https:\/\/.+\.example\.com$/,
    /^https:\/\/(.*\.)?example\.com$/,
    /^https:\/\/(.+\.)?example\.com$/,
    /^https:\/\/([^.]+\.)?example\.com$/,
    /^https:\/\/[^.]+\.example\.com$/,
    /^https:\/\/[^/]+\.example\.com$/,
    /^https:\/\/[^\/:]+\.example\.com$/,
    /^https:\/\/\w+\.example\.com$/,
    /^https:\/\/[\w-]+\.example\.com$/,
    /^https:\/\/[\w.-]+\.example\.com$/,
    /^https:\/\/[a-z]+\.example\.com$/,
    /^https:\/\/[a-z0-9-]+\.example\.com$/i,
    /^https:\/\/[a-z0-9]+(?:-[a-z0-9]+)*\.example\.com$/,
    /^https:\/\/[a-z0-9]([a-z0-9-]*[a-z0-9])?\.example\.com$/,
    /^https:\/\/([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+example\.com$/,
    /^https:\/\/([a-zA-Z0-9-]+\.)*example\.com$/,
    /^https:\/\/(?:[^.]+\.){1,3}example\.com$/,
    /^https:\/\/\S+\.example\.com$/,
    /^https:\/\/.*?\.example\.com$/,
    /^https:\/\/[a-z]{2,63}\.example\.com$/,
    /^https:\/\/(?!admin\.)[a-z0-9-]+\.example\.com$/,
    /^https:\/\/(?!.*internal).*\.example\.com$/,
    /^https:\/\/[a-z-]+(?<!-internal)\.example\.com$/,
    /^(?=https:)https:\/\/[a-z]+\.example\.com$/,
    /^https:\/\/([a-z]+)\.\1\.example\.com$/,
    // Several domains
    /^https:\/\/app\.example\.(com|org|net)$/,
    /^https:\/\/app\.example\.(?:com|co\.uk|de)$/,
    /^https:\/\/(?:app\.example\.com|admin\.example\.org)$/,
    /^https:\/\/(?:.*\.)?(?:example\.com|example\.org)$/,
    /^https:\/\/(.+\.)?(example|sample)\.com$/,
    /^https:\/\/example[12]\.com$/,
    /^https:\/\/(?:[a-z]+\.)?(?:example\.com|localhost)(?::\d+)?$/,
    /^https:\/\/example-?shop\.com$/,
    /^https:\/\/examples?\.com$/,
    // Previews on an own domain
    /^https:\/\/pr-\d+\.example\.com$/,
    /^https:\/\/pr-[0-9]+\.preview\.example\.com$/,
    /^https:\/\/preview-[a-f0-9]{8}\.example\.com$/,
    /^https:\/\/[a-f0-9]{7,40}\.preview\.example\.com$/,
    /^https:\/\/deploy-preview-\d+--app\.example\.com$/,
    /^https:\/\/feature-[\w-]+\.staging\.example\.com$/,
    /^https:\/\/(?:staging|qa|dev)(?:-\d+)?\.example\.com$/,
    /^https:\/\/app-(?:blue|green)\.example\.com$/,
    /^https:\/\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.example\.com$/,
    /^https:\/\/.*-.*\.preview\.example\.com$/,
    /^https:\/\/.*-.*-.*\.preview\.example\.com$/,
    // Tenants
    /^https:\/\/(?:[a-z0-9-]+)\.tenants\.example\.com$/,
    /^https:\/\/tenant\d{1,4}\.example\.com$/,
    /^https:\/\/v\dapp\.example\.com$/,
    /^https:\/\/[a-z]{3}-(?:eu|us)\.example\.com$/,
    /^https:\/\/(?:eu|us|ap)\d?\.app\.example\.com$/,
    // Subdomains of a name under a public suffix
    /^https:\/\/octocat\.github\.io$/,
    /^https:\/\/[a-z0-9-]+\.octocat\.github\.io$/,
    /^https:\/\/(?:my-app|my-admin)\.vercel\.app$/,
    /^https:\/\/my-app\.netlify\.app$/,
    /^https:\/\/myaccount\.blob\.core\.windows\.net$/,
    /^https:\/\/my-bucket\.s3\.amazonaws\.com$/,
    // Ports
    /^https:\/\/app\.example\.com:8443$/,
    /^https:\/\/app\.example\.com(:\d+)?$/,
    /^https:\/\/app\.example\.com(?::[0-9]{2,5})?$/,
    /^https:\/\/app\.example\.com:(?:8080|8443)$/,
    /^https:\/\/.*\.example\.com(:\d{1,5})?$/,
    /^https:\/\/app\.example\.com:\d*$/,
    // Loopback hosts
    /^http:\/\/localhost$/,
    /^http:\/\/localhost:3000$/,
    /^http:\/\/localhost:\d+$/,
    /^http:\/\/localhost(:\d+)?$/,
    /^https?:\/\/localhost(:\d+)?$/,
    /^https?:\/\/localhost:(3000|4200|5173)$/,
    /^http:\/\/localhost:[34]\d{3}$/,
    /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/,
    /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/,
    /^http:\/\/127\.0\.0\.1:\d{4,5}$/,
    /^http:\/\/127\.\d+\.\d+\.\d+$/,
    /^http:\/\/\[::1\]:\d+$/,
    /^http:\/\/[a-z0-9-]+\.localhost(:\d+)?$/,
    /^http:\/\/(.+\.)?localhost:3000$/,
    /^https:\/\/192\.168\.0\.10(:\d+)?$/,
    /^(?:https:\/\/app\.example\.com|http:\/\/localhost:3000)$/,
    /^(https:\/\/(.*\.)?example\.com|https?:\/\/localhost(:\d+)?)$/,
    /^http(?:s:\/\/app\.example\.com|:\/\/localhost:\d+)$/,
    // Applications
    /^capacitor:\/\/localhost$/,
    /^(?:capacitor|ionic|https):\/\/localhost$/,
    /^tauri:\/\/localhost$/,
    /^app:\/\/$/,
    /^app:\/\/\.$/,
    /^app:\/\/(?:obsidian\.md|-)$/,
    /^chrome-extension:\/\/[a-p]{32}$/,
    /^(?:chrome|moz)-extension:\/\/[a-z0-9-]+$/,
    /^moz-extension:\/\/[0-9a-f-]{36}$/,
    /^safari-web-extension:\/\/[0-9A-F-]{36}$/,
    /^safari-web-extension:\/\/[\dA-F]{8}-(?:[\dA-F]{4}-){3}[\dA-F]{12}$/i,
    /^vscode-webview:\/\/[a-z0-9]+$/,
  ],
  credentials: [
    // Dots
    /^https:\/\/(?:app.x|admin)\.example\.com$/,
    /^https:\/\/app.example.com$/,
    /^https:\/\/app.example\.com$/,
    /^https:\/\/app.s?example\.com$/,
    /^https:\/\/example.\.com$/,
    /^https:\/\/app\.example.com$/,
    /^https:\/\/.*.example.com$/,
    /^https:\/\/.*.example\.com$/,
    /^https:\/\/(www.)?example.com$/,
    /^https:\/\/(app|admin).example.com$/,
    /^https:\/\/[a-z]+.example.com$/,
    /^https:\/\/example.(com|org)$/,
    /^https:\/\/sub.domain.example\.com(:\d+)?$/,
    // No dot before the domain
    /^https:\/\/.*example\.com$/,
    /^https:\/\/.+example\.com$/,
    /^https:\/\/[a-z0-9.-]*example\.com$/,
    /^https:\/\/[^/]*example\.com$/,
    /^https:\/\/(.*)example\.com$/,
    /^https:\/\/\w*example\.com$/,
    /^https:\/\/([a-z]+\.?)?example\.com$/,
    /^https:\/\/my[a-z-]+\.com$/,
    /^https:\/\/[a-z]{2,}example\.com$/,
    /^https:\/\/shop-\d+\.com$/,
    // No end of the domain
    /^https:\/\/app\.example\.com.*$/,
    /^https:\/\/app\.example\.[a-z]+$/,
    /^https:\/\/app\.example\.\w{2,3}$/,
    /^https:\/\/example\..+$/,
    /^https:\/\/app\..*\.com$/,
    /^https?:\/\/localhost.*$/,
    /^http:\/\/localhost:?.*$/,
    // Public suffixes
    /^https:\/\/[a-z0-9-]+\.com$/,
    /^https:\/\/[a-z0-9-]+\.github\.io$/,
    /^https:\/\/.*\.github\.io$/,
    /^https:\/\/.*\.vercel\.app$/,
    /^https:\/\/my-app-[a-z0-9]+\.vercel\.app$/,
    /^https:\/\/my-app-[a-z0-9-]+-my-team\.vercel\.app$/,
    /^https:\/\/deploy-preview-\d+--my-app\.netlify\.app$/,
    /^https:\/\/(?:.+--)?my-app\.netlify\.app$/,
    /^https:\/\/my-app--[\w-]+\.web\.app$/,
    /^https:\/\/.*\.herokuapp\.com$/,
    /^https:\/\/.*\.pages\.dev$/,
    /^https:\/\/[a-z]+\.co\.uk$/,
    /^https:\/\/.*\.amazonaws\.com$/,
    /^https:\/\/.*\.core\.windows\.net$/,
    /^https:\/\/.*\.windows\.net$/,
    /^https:\/\/[a-z0-9-]+\.s3\.amazonaws\.com$/,
    // Addresses
    /^https?:\/\/192\.168\.\d{1,3}\.\d{1,3}(:\d+)?$/,
    /^http:\/\/10\.\d+\.\d+\.\d+$/,
    /^https:\/\/\d+\.\d+\.\d+\.\d+$/,
    // No scheme
    /^.*\.example\.com$/,
    /^[a-z]+:\/\/app\.example\.com$/,
    /^.*:\/\/localhost$/,
    // Domains that the tree does not contain
    /^https:\/\/([a-z]+)\.\1$/,
  ],
  insecure: [
    /^http:\/\/app\.example\.com$/,
    /^https?:\/\/app\.example\.com$/,
    /^https?:\/\/(.*\.)?example\.com$/,
    /^https?:\/\/.*\.example\.com(:\d+)?$/,
    /^(http|https):\/\/app\.example\.com$/,
    /^http[s]?:\/\/app\.example\.com$/,
    /^https{0,1}:\/\/app\.example\.com$/,
    /^http:\/\/(localhost|app\.example\.com)$/,
    /^http:\/\/192\.168\.0\.10:3000$/,
    /^https?:\/\/(?:localhost|example\.com)(?::\d+)?$/,
  ],
  wrong: [
    // Arbitrary domains
    /.*/,
    /^.*$/,
    /^.+$/,
    /^https:\/\/.*$/,
    /^https:\/\/.+$/,
    /^https?:\/\/.*$/,
    /^https?:\/\/.+$/,
    /^https:\/\/[^/]+$/,
    /^https:\/\/[\w.-]+(:\d+)?$/,
    /^https:\/\/\S+$/,
    /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+$/,
    /^https:\/\/[a-z]+\.[a-z]+$/,
    /^https:\/\/[a-z]+\.[a-z]+\.[a-z]+$/,
    /^https:\/\/[a-z0-9]+-[a-z0-9]+\.[a-z]+\.[a-z]+\.[a-z]+$/,
    /^https:\/\/(?!evil\.com).*$/,
    /^https:\/\//,
    /https/,
    /^[\s\S]*$/,
    /^(?:)/,
    // Anchors and flags
    /example\.com/,
    /example\.com$/,
    /\.example\.com$/,
    /^https:\/\/app\.example\.com/,
    /https:\/\/app\.example\.com$/,
    /https?:\/\/localhost/,
    /localhost/,
    /localhost:\d+$/,
    /^https:\/\/a\.example\.com|https:\/\/b\.example\.com$/,
    /^https:\/\/app\.example\.com$/g,
    /^https:\/\/app\.example\.com$/y,
    /^https:\/\/app\.example\.com$/m,
    /^https:\/\/(?:app\.example\.com$|admin\.example\.com)/,
    // Time
    /^https?:\/\/(.*\.)*example\.com$/,
    /^https:\/\/(\w+-?)*\.preview\.example\.com$/,
    /^https:\/\/.*-.*-.*-.*\.preview\.example\.com$/,
    /^https:\/\/(.+)*\.example\.com$/,
    /^https:\/\/([a-z]+)*\.example\.com$/,
    /^https:\/\/([a-z0-9]+-?)+\.example\.com$/,
    /^https:\/\/(?:[a-z0-9-]+\.?)+\.example\.com$/,
    /^https:\/\/(\w|\d)+\.example\.com$/,
    /^https:\/\/(a|aa)+\.example\.com$/,
    /^https:\/\/(?:.*\.)?(?:.*\.)?(?:.*\.)?(?:.*\.)?example\.com$/,
    /^https:\/\/(?=([a-z]+)+$)[a-z.]+\.example\.com$/,
  ],
  dead: [
    /^example\.com$/,
    /^app\.example\.com$/,
    /^\.example\.com$/,
    /^https:\/\/app\.example\.com\/$/,
    /^https:\/\/app\.example\.com\/.*$/,
    /^https:\/\/App\.example\.com$/,
    /^https:\/app\.example\.com$/,
    /^localhost:3000$/,
    /^\/\/app\.example\.com$/,
    /^https:\/\/user@example\.com$/,
    /^app:\/\/index\.html\/$/,
  ],
};

const rows = (verdict: keyof typeof CORPUS): [rule: RegExp][] => CORPUS[verdict].map(rule => [rule]);

const errorsOf = (origin: RegExp, credentials = true): readonly unknown[] => [
  ...checkPolicyOptions({ origin, credentials }),
  ...checkEffectivePolicy({ origin, credentials }),
];

describe('a careful reviewer and the start-up check agree', () => {
  it('on at least 150 expressions', () => {
    expect(Object.values(CORPUS).flat().length).toBeGreaterThan(150);
  });

  it.each(rows('good'))('%s is good, also with credentials', origin => {
    expect(errorsOf(origin)).toEqual([]);
    expect(policyWarnings({ origin, credentials: true })).toEqual([]);
    expect(policyWarnings({ origin })).toEqual([]);
  });

  it.each(rows('credentials'))('%s does not start with credentials, and warns without', origin => {
    expect(errorsOf(origin)).toHaveLength(1);
    expect(errorsOf(origin, false)).toEqual([]);
    expect(policyWarnings({ origin })).toHaveLength(1);
  });

  it.each(rows('insecure'))('%s needs a permission with credentials', origin => {
    expect(errorsOf(origin)).toEqual([
      expect.objectContaining({
        suggestion: expect.stringContaining('dangerously: { allowInsecureOrigins: true }') as unknown,
      }),
    ]);
    const permitted = { origin, credentials: true, dangerously: { allowInsecureOrigins: true } };
    expect(checkEffectivePolicy(permitted)).toEqual([]);
    expect(policyWarnings({ origin })).toEqual([]);
  });

  it.each(rows('wrong'))('%s does not start', origin => {
    expect(checkPolicyOptions({ origin })).toHaveLength(1);
  });

  it.each(rows('dead'))('%s warns that it matches nothing', origin => {
    expect(errorsOf(origin)).toEqual([]);
    expect(policyWarnings({ origin })).toEqual([
      expect.objectContaining({ reason: 'the expression matches no origin that a browser sends' }),
    ]);
  });
});
