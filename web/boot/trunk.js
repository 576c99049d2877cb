// Makes workers in the page that Trunk serves, where program and bindings are files. Trunk names both in
// the document's head; a worker imports the same bindings and is given the program's address.
globalThis.konsekiMakeWorker = () => {
  const bindings = document.querySelector("link[rel=modulepreload]").href;
  const program = document.querySelector('link[rel=preload][type="application/wasm"]').href;
  const code = `import initialise from ${JSON.stringify(bindings)};\n(${konsekiStartWorker})(initialise);\n`;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  worker.postMessage(program);
  return worker;
};
