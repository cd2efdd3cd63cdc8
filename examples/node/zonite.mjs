// Starts Zonite, a local emulator of Azure private DNS, on free ports for a test. It needs only Node: copy it into your project.
import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a server may take to be ready, milliseconds. */
const START_TIMEOUT = 10_000;
/** How long it may take to end before it is killed, milliseconds. */
const END_TIMEOUT = 5_000;

/**
 * Serves a configuration; ends with the test `t` of node:test, whatever becomes of it. The program is looked for at $ZONITE_BIN, else as
 * zonite on the path. A server that does not start is an error with what it wrote to standard error.
 */
export async function start(t, config) {
  const folder = await mkdtemp(join(tmpdir(), 'zonite-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const ready = join(folder, 'ready.json');
  const server = spawn(
    process.env.ZONITE_BIN || 'zonite',
    ['serve', '--config', config, '--listen', '127.0.0.1:0', '--ready-file', ready],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  server.stderr.setEncoding('utf8').on('data', (text) => { log += text; });
  let failure;
  const ended = new Promise((resolve) => {
    server.on('error', (error) => { failure = `${error.message}; install it, or set ZONITE_BIN to the program`; resolve(); });
    server.on('close', (code) => { failure ??= `it ended with exit code ${code}`; resolve(); });
  });
  t.after(() => stop(server, ended));
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    const text = await readFile(ready, 'utf8').catch(() => null);
    if (text !== null) return new Zonite(JSON.parse(text));
    if (failure !== undefined) throw new Error(`zonite: ${failure}\n${log}`);
    if (Date.now() > deadline) throw new Error(`zonite was not ready within ${START_TIMEOUT} ms\n${log}`);
    await Promise.race([ended, sleep(5)]);
  }
}

async function stop(server, ended) {
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), END_TIMEOUT);
  await ended;
  clearTimeout(timer);
}

/** A running server. */
class Zonite {
  #addresses;

  constructor(addresses) {
    this.#addresses = addresses;
  }

  /** Returns host and port of a listener, UDP and TCP alike. */
  address(listener) {
    const address = this.#addresses[listener];
    if (address === undefined) {
      const known = Object.keys(this.#addresses).join(', ');
      throw new Error(
        `there is no listener "${listener}"; there is: ${known}. ` +
        'A network has one if the configuration gives it listen = ["127.0.0.1:0"]',
      );
    }
    return address;
  }

  /** Returns a resolver that asks a listener, and nobody else. */
  resolver(listener) {
    const resolver = new Resolver({ timeout: 5_000, tries: 1 });
    resolver.setServers([this.address(listener)]);
    return resolver;
  }
}
