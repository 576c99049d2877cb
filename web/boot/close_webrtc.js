// No policy closes WebRTC, which can send to any address: it is taken away before anything else runs.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) {
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
}
