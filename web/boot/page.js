// Starts the program in the single-file page, where everything is inside: `wasm_bindgen` is defined by
// the bindings above, and this very script is also what each worker runs.

async function konsekiStartPage() {
  // The packed program stands in a script element that no browser runs.
  const element = document.getElementById("konseki-program");
  const code = document.getElementById("konseki-code").textContent;
  // Compiled once; a module may be posted to workers, which then need not compile it again.
  const program = await WebAssembly.compile(konsekiUnpackLzma(konsekiBytes(element.textContent)));
  element.remove();

  // A classic worker from a Blob: the only kind that also runs from file://.
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  globalThis.konsekiMakeWorker = () => {
    const worker = new Worker(address);
    worker.postMessage(program);
    return worker;
  };
  await wasm_bindgen({ module_or_path: program });
}

if (typeof document === "undefined") konsekiStartWorker(wasm_bindgen);
else konsekiStartPage();
