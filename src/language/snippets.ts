/** Skeletons of requests, in VS Code's snippet syntax. */

export type Snippet = {
  readonly label: string;
  readonly what: string;
  readonly lines: readonly string[];
};

export const snippets: readonly Snippet[] = [
  {
    label: 'get',
    what: 'A GET request',
    lines: ['### ${1:title}', 'GET ${2:https://api.test/}', 'Accept: application/json', '$0'],
  },
  {
    label: 'post-json',
    what: 'A POST request with JSON',
    lines: [
      '### ${1:title}',
      'POST ${2:https://api.test/}',
      'Content-Type: application/json',
      '',
      '{',
      '  "${3:name}": "${4:value}"',
      '}',
      '$0',
    ],
  },
  {
    label: 'post-form',
    what: 'A form',
    lines: [
      '### ${1:title}',
      'POST ${2:https://api.test/}',
      'Content-Type: application/x-www-form-urlencoded',
      '',
      '${3:name}=${4:value}',
      '&${5:name}=${6:value}',
      '$0',
    ],
  },
  {
    label: 'post-multipart',
    what: 'A form with a file',
    lines: [
      '### ${1:title}',
      'POST ${2:https://api.test/}',
      'Content-Type: multipart/form-data; boundary=boundary',
      '',
      '--boundary',
      'Content-Disposition: form-data; name="${3:name}"',
      '',
      '${4:value}',
      '--boundary',
      'Content-Disposition: form-data; name="${5:file}"; filename="${6:file.txt}"',
      'Content-Type: text/plain',
      '',
      '< ${7:./file.txt}',
      '--boundary--',
      '$0',
    ],
  },
  {
    label: 'graphql',
    what: 'A GraphQL query with variables',
    lines: [
      '### ${1:title}',
      'GRAPHQL ${2:https://api.test/graphql}',
      '',
      'query ${3:Name}(\\$id: ID!) {',
      '  ${4:item}(id: \\$id) {',
      '    ${5:name}',
      '  \\}',
      '\\}',
      '',
      '{ "id": "${6:1}" }',
      '$0',
    ],
  },
  {
    label: 'login-then-use',
    what: "A request that uses another's response",
    lines: [
      '### Log in',
      '# @name ${1:login}',
      'POST ${2:https://api.test/session}',
      'Content-Type: application/json',
      '',
      '{ "user": "${3:name}", "password": "{{${4:password}}}" }',
      '',
      '### ${5:title}',
      'GET ${6:https://api.test/me}',
      'Authorization: Bearer {{$1.response.body.\\$.token}}',
      '$0',
    ],
  },
  {
    label: 'fresh-connection',
    what: 'A request on a connection of its own, to compare with',
    lines: ['### ${1:title}', '# @fresh-connection', 'GET ${2:https://api.test/}', '$0'],
  },
];
