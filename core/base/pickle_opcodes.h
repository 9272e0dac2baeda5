// SPDX-License-Identifier: GPL-3.0-or-later
// The instructions of Python's pickle (PEP 307, PEP 3154, pickletools) that are read or written here.
#pragma once

#include <cstdint>

namespace quantlathe::pickle {

enum Opcode : std::uint8_t {
    mark = '(',
    emptyTuple = ')',
    stop = '.',
    pop = '0',
    popMark = '1',
    binBytes = 'B',
    shortBinBytes = 'C',
    binFloat = 'G',
    binInt = 'J',
    binInt1 = 'K',
    binInt2 = 'M',
    none = 'N',
    binPersistentId = 'Q',
    reduce = 'R',
    binString = 'T',
    shortBinString = 'U',
    binUnicode = 'X',
    emptyList = ']',
    append = 'a',
    build = 'b',
    global = 'c',
    appends = 'e',
    binGet = 'h',
    longBinGet = 'j',
    binPut = 'q',
    longBinPut = 'r',
    setItem = 's',
    tuple = 't',
    setItems = 'u',
    emptyDict = '}',
    protocol = 0x80,
    newObject = 0x81,
    tuple1 = 0x85,
    tuple2 = 0x86,
    tuple3 = 0x87,
    newTrue = 0x88,
    newFalse = 0x89,
    long1 = 0x8A,
    shortBinUnicode = 0x8C,
    stackGlobal = 0x93,
    memoize = 0x94,
    frame = 0x95,
};

} // namespace quantlathe::pickle
