#!/usr/bin/env node
// Written so that even a very old Node can read it and say what is wrong.
'use strict';
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    'agentops-audit: needs Node 20.19 or newer; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').\n',
  );
  process.exitCode = 2;
} else {
  // Kept in the system's temporary folder, so that the next run need not compile anew.
  if (require('node:module').enableCompileCache) require('node:module').enableCompileCache();
  import('../dist/bin.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stderr.write(
      'agentops-audit: ' +
        error.message +
        '\nThis looks like a checkout that is not built: run npm ci in its root folder.\n',
    );
    process.exitCode = 2;
  });
}
