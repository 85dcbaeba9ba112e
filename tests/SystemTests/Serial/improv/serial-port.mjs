// What the SDK needs of a browser's SerialPort (Web Serial), over a terminal: 'readable' and 'writable'.
import { constants, openSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { ReadStream, WriteStream } from "node:tty";

const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;

export function openPort(path) {
  const input = new ReadStream(openSync(path, flags));
  input.setRawMode(true);
  return { readable: Readable.toWeb(input), writable: Writable.toWeb(new WriteStream(openSync(path, flags))) };
}
