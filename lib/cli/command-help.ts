/** The help text: at most 80 columns wide. */
export const HELP = `Usage: nestjs-cors-policy routes <module file> [options]
       nestjs-cors-policy check <url> --origin <page> [options]

routes: prints every route of an application with its CORS policy.
The application starts, but does not listen.

  <module file>       compiled JavaScript, ESM or CommonJS, that exports the
                      root module
  --export <name>     the export that is the root module. Default: the default
                      export, AppModule, or the only module class
  --setup <file>      a file that prepares the application as main.ts does, for
                      example with a global prefix: its default export, or its
                      export "setup", gets the application
  --platform <name>   express or fastify. Default: the one that is installed,
                      or Express if both are
  --all               also shows the routes of the explorer
  --json              prints JSON, the same as CorsService.routes()
  --against <file>    compares with a file that --json wrote, and prints what
                      the application opens and closes
  --markdown          prints the comparison as Markdown

check: asks a running server as a browser would, and prints what is wrong.
It sends OPTIONS, GET and HEAD without cookies, to one host.

  <url>               the URL that the page requests. With --surface, the URL of
                      the application
  --origin <page>     the origin of the page, such as https://app.example.com
  --method <name>     the method that the page uses. Default: GET. A method that
                      changes something is sent in a preflight only
  --header <name>     a header that the page sets, as "Name" or "Name: value".
                      You can repeat this option
  --credentials       the page sends its cookies
  --preflight-only    sends OPTIONS only
  --surface <file>    compares the server with a file that "routes --json" wrote
  --engine <name>     chromium, firefox or webkit. Default: the Fetch standard
  --json              prints JSON

Other options:

  -h, --help          prints this text
  -v, --version       prints the version

Exit codes of routes:
  0  The surface was printed.
  1  The application does not start. Standard error has the reasons.
  2  The command line is wrong.
  3  With --against: the change allows more, or its effect is unknown.

Exit codes of check:
  0  The page can read the response. With --surface: the server is as declared.
  1  The page is blocked, or the check found something else that is wrong.
  2  The command line is wrong.
`;
