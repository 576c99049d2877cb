// Starts the program in a worker. The first message is the program itself; those that come before the
// program is ready are kept and then delivered in order to whatever handler it has set by then.
// Self-contained: the page may turn this function into text to make a worker of it.
function konsekiStartWorker(initialise) {
  const waiting = [];
  const keep = (event) => waiting.push(event);
  const deliver = () => {
    if (self.onmessage === keep) self.onmessage = null;
    for (const event of waiting) {
      self.dispatchEvent(new MessageEvent("message", { data: event.data, ports: [...event.ports] }));
    }
  };
  // Thrown outside the promise, so that the page's `error` event of this worker tells of it.
  const fail = (error) => setTimeout(() => { throw error; });
  self.onmessage = (first) => {
    self.onmessage = keep;
    initialise({ module_or_path: first.data }).then(deliver, fail);
  };
}
