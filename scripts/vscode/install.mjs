/** Installs what the tests need beside `node_modules`, once: see `.vscode-test/`. */
import { needDebianPackages } from '../debian.ts';
import { installNodeFloor } from '../nodeFloor.ts';
import { installCodeServer } from './codeServer.ts';
import { sweepCache } from './sweep.ts';

needDebianPackages('chromium', 'nginx-light');
installNodeFloor();
installCodeServer();
sweepCache();
