// Usage: node client.mjs PORT, with one JSON array a line on standard input: the name of a method of the SDK and its arguments.
// Prints one JSON object a line: what came of it, and the state and error that the SDK knows then.
import { register } from "node:module";
import { createInterface } from "node:readline";
import { openPort } from "./serial-port.mjs";

register("./browser-imports.mjs", import.meta.url);
const { ImprovSerial } = await import("improv-wifi-serial-sdk/dist/serial.js");

const quiet = () => {};
const logger = { log: quiet, debug: quiet, error: (...words) => console.error(...words) };
const client = new ImprovSerial(openPort(process.argv[2]), logger);

for await (const line of createInterface({ input: process.stdin })) {
  const [method, ...values] = JSON.parse(line);
  let outcome;
  try {
    outcome = { result: (await client[method](...values)) ?? null };
  } catch (error) {
    outcome = { failure: String(error.message ?? error) };
  }

  console.log(JSON.stringify({ method, ...outcome, state: client.state, error: client.error, nextUrl: client.nextUrl ?? null }));
}

process.exit(0);
