// What the page needs of the browser itself. Everything else is decided in .NET.
"use strict";
window.nanomqtt = (() => {
  const darkKey = "nanomqtt-dark";

  // Web Serial: one port, whose bytes go to .NET as they come.
  const serial = (() => {
    let port = null, reader = null, listener = null;

    async function read() {
      try {
        while (port && port.readable) {
          reader = port.readable.getReader();
          try {
            for (;;) {
              const { value, done } = await reader.read();
              if (done) break;
              if (value && value.length) await listener.invokeMethodAsync("Received", value);
            }
          } finally {
            reader.releaseLock();
            reader = null;
          }
        }
      } catch (error) {
        console.info("serial port: " + error.name);
      }
      await ended();
    }

    async function ended() {
      if (!port) return;
      const old = port;
      port = null;
      try { await old.close(); } catch (error) { console.info("serial port: " + error.name); }
      await listener.invokeMethodAsync("Closed");
    }

    async function open() {
      try {
        const chosen = await navigator.serial.requestPort();
        await chosen.open({ baudRate: 115200 });
        port = chosen;
        await listener.invokeMethodAsync("Opened");
        read();
      } catch (error) {
        await listener.invokeMethodAsync("Failed", error.name);
      }
    }

    return {
      attach(button, dotnet) {
        if (!("serial" in navigator)) return false;
        listener = dotnet;
        if (button && !button.dataset.attached) {
          button.dataset.attached = "true";
          button.addEventListener("click", () => { if (!port) open(); });
        }
        return true;
      },
      async write(bytes) {
        if (!port || !port.writable) throw new Error("closed");
        const writer = port.writable.getWriter();
        try { await writer.write(bytes); } finally { writer.releaseLock(); }
      },
      async close() {
        if (!port) return;
        if (reader) await reader.cancel();
        else await ended();
      },
    };
  })();

  return {
    serial,
    ready() { document.documentElement.dataset.ready = "true"; },
    isDark() {
      const kept = localStorage.getItem(darkKey);
      const dark = kept === null ? matchMedia("(prefers-color-scheme: dark)").matches : kept === "true";
      document.documentElement.dataset.theme = dark ? "dark" : "light";
      return dark;
    },
    keepDark(dark) {
      localStorage.setItem(darkKey, dark ? "true" : "false");
      document.documentElement.dataset.theme = dark ? "dark" : "light";
    },
    submit(id) { document.getElementById(id).submit(); },
    async copy(text) { await navigator.clipboard.writeText(text); },
    print() { window.print(); },
  };
})();
