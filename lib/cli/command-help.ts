export const HELP = `Usage: nestjs-cors-policy routes <module file> [options]
       nestjs-cors-policy check <url> --origin <page> [options]

routes: prints what an application opens to other origins: every route with its CORS policy. The application starts, but does not listen.

  <module file>              compiled JavaScript, ESM or CommonJS, that exports the root module
  --export <name>            the export that is the root module; else the default export, AppModule, or the only module
  --setup <file>             a file whose default export, or export "setup", gets the application before it starts:
                             for what main.ts sets, such as a global prefix or versioning
  --platform <name>          express or fastify; else the one that is installed, Express where both are
  --json                     as JSON, the same as CorsService.routes()
  --against <file>           what the application opens and closes compared with a file that --json wrote
  --markdown                 the comparison as Markdown, for a comment

check: asks a running server as a browser would, and says what is wrong. It sends OPTIONS, GET and HEAD, no cookie, to one host.

  <url>                      what the page asks for; with --surface, where the application is
  --origin <page>            the origin of the page, such as https://app.example.com
  --method <name>            the method that the page uses; else GET. One that changes something is only announced, never sent
  --header <name>            a header that the page sets, as "Name" or "Name: value"; may be repeated
  --credentials              the page sends its cookies
  --preflight-only           sends OPTIONS alone
  --surface <file>           compares every row without parameters with a file that "routes --json" wrote
  --engine <name>            chromium, firefox or webkit; else the Fetch standard by the letter
  --json                     as JSON

  -h, --help                 this text

Exit codes of routes: 0 printed; 1 the application does not start, with the reasons on stderr; 2 wrong usage;
3 with --against: something became wider, or changed in a way that cannot be told.
Exit codes of check: 0 readable, or as the surface says; 1 blocked, not as the surface says, or any finding; 2 wrong usage.
`;
