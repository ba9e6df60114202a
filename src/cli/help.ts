export const help = `keepalive: sends the requests of .http files, and says which connection served each, and why

  keepalive send FILE… [options]   send the requests, in order, over one pool of connections
  keepalive check FILE… [options]  tell the problems of the files, and send nothing
  keepalive parse FILE --json      print what the file says, and send nothing
  keepalive --help                 print this
  keepalive --version              print the version

Options of send:
  --name NAME     only the request with this name (# @name), else with this title (### title)
  --line LINE     only the request on this line of the file; any of its lines will do
  --env NAME      use this environment of http-client.env.json; may be repeated, the last one wins
  --var KEY=VALUE set a variable, before the file's own; may be repeated
  --bail          stop after the first send that failed, or whose reference has no value
  --parallel N    send up to N at a time; they are told in the order of the file
  --repeat N      send all of it N times
  --har FILE      write what was sent as a HAR 1.2 file, secrets masked
  --html FILE     write a report with a picture of the connections, as one page, secrets masked
  --junit FILE    write a report as JUnit does, for Jenkins, GitLab and their like
  --output MODE   short (as it is without), or on stdout what came back, and the rest on stderr:
                  headers, body (byte for byte), exchange (every hop with its request, and the body)
  --save DIR      save each response in a file of its own; nothing is written over
  --json          one JSON object a line on stdout, and nothing else there
  --insecure      take any TLS certificate
  --verbose       tell on stderr what happens, secrets masked

Options of check: --env, --var, --json

Exit code: 0 all well · 1 a send failed, or could not be saved by >> · 2 the call or a file was wrong · 130 interrupted
An HTTP error status is no failure.
`;
