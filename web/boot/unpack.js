// Unpacks the program: text of seven bits a character, and in it LZMA, which halves what gzip leaves of a
// large program. References: LZMA specification (7-Zip, 2015); xtask/src/dist/packing.rs packs.

// Each character holds seven bits; those that HTML would not hand on have 128 added.
function konsekiBytes(text) {
  const bytes = new Uint8Array((text.length * 7) >> 3);
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    bits = ((bits & 0x7f) << 7) | (text.charCodeAt(index) & 0x7f);
    count += 7;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = bits >> count;
    }
  }
  return bytes;
}

// An LZMA stream behind its header of 13 bytes: properties, dictionary (not needed), size.
function konsekiUnpackLzma(packed) {
  const properties = packed[0];
  const literalBits = properties % 9;
  const literalMask = (1 << (Math.floor(properties / 9) % 5)) - 1;
  const positionMask = (1 << Math.floor(properties / 45)) - 1;
  const out = new Uint8Array(new DataView(packed.buffer).getUint32(5, true));

  // Where the probabilities of each kind of decision begin.
  const MATCH = 0, REPEAT = 192, REPEAT_0 = 204, REPEAT_1 = 216, REPEAT_2 = 228, LONG = 240;
  const SLOT = 432, DISTANCE = 688, ALIGN = 803, LENGTH = 819, REPEAT_LENGTH = 1333, LITERAL = 1847;
  const chances = new Uint16Array(LITERAL + (0x300 << (literalBits + Math.log2(literalMask + 1))));
  chances.fill(1024);

  // Range and code: an array keeps them as whole numbers of 32 bits.
  const coder = new Uint32Array([0xffffffff, new DataView(packed.buffer).getUint32(14)]);
  let next = 18;

  function bit(index) {
    let range = coder[0];
    let code = coder[1];
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | packed[next++]) >>> 0;
    }
    const chance = chances[index];
    const bound = (range >>> 11) * chance;
    if (code < bound) {
      coder[0] = bound;
      coder[1] = code;
      chances[index] = chance + ((2048 - chance) >> 5);
      return 0;
    }
    coder[0] = range - bound;
    coder[1] = code - bound;
    chances[index] = chance - (chance >> 5);
    return 1;
  }
  function even(count) {
    let value = 0;
    for (; count > 0; count--) {
      let range = coder[0];
      let code = coder[1];
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | packed[next++]) >>> 0;
      }
      range >>>= 1;
      const one = code >= range ? 1 : 0;
      coder[0] = range;
      coder[1] = one ? code - range : code;
      value = (value << 1) | one;
    }
    return value;
  }
  function tree(base, bits) {
    let value = 1;
    for (let left = bits; left > 0; left--) value = (value << 1) | bit(base + value);
    return value - (1 << bits);
  }
  function reversed(base, bits) {
    let node = 1;
    let value = 0;
    for (let place = 0; place < bits; place++) {
      const one = bit(base + node);
      node = (node << 1) | one;
      value |= one << place;
    }
    return value;
  }
  function length(base, position) {
    if (!bit(base)) return 2 + tree(base + 2 + (position << 3), 3);
    if (!bit(base + 1)) return 10 + tree(base + 130 + (position << 3), 3);
    return 18 + tree(base + 258, 8);
  }
  function distance(bytes) {
    const slot = tree(SLOT + (Math.min(bytes - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const start = (2 | (slot & 1)) << bits;
    if (slot < 14) return start + reversed(DISTANCE + start - slot, bits);
    return start + (even(bits - 4) << 4) + reversed(ALIGN, 4);
  }
  function literal(at, matched, before) {
    let base = at & literalMask;
    base = LITERAL + 0x300 * ((base << literalBits) + (before >> (8 - literalBits)));
    let symbol = 1;
    while (matched >= 0 && symbol < 0x100) {
      const expected = (matched >> 7) & 1;
      matched <<= 1;
      const one = bit(base + ((1 + expected) << 8) + symbol);
      symbol = (symbol << 1) | one;
      if (one !== expected) break;
    }
    while (symbol < 0x100) symbol = (symbol << 1) | bit(base + symbol);
    return symbol;
  }

  let state = 0;
  let [back, back1, back2, back3] = [0, 0, 0, 0];
  for (let at = 0; at < out.length; ) {
    const position = at & positionMask;
    if (!bit(MATCH + (state << 4) + position)) {
      out[at] = literal(at, state < 7 ? -1 : out[at - back - 1], at > 0 ? out[at - 1] : 0);
      at++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let bytes = 0;
    if (!bit(REPEAT + state)) {
      [back3, back2, back1] = [back2, back1, back];
      bytes = length(LENGTH, position);
      back = distance(bytes);
      state = state < 7 ? 7 : 10;
    } else {
      const other = bit(REPEAT_0 + state);
      if (!other && !bit(LONG + (state << 4) + position)) {
        bytes = 1;
        state = state < 7 ? 9 : 11;
      } else {
        if (other && !bit(REPEAT_1 + state)) [back, back1] = [back1, back];
        else if (other && !bit(REPEAT_2 + state)) [back, back1, back2] = [back2, back, back1];
        else if (other) [back, back1, back2, back3] = [back3, back, back1, back2];
        bytes = length(REPEAT_LENGTH, position);
        state = state < 7 ? 8 : 11;
      }
    }
    for (const end = at + bytes; at < end; at++) out[at] = out[at - back - 1];
  }
  return out;
}
