// SPDX-License-Identifier: GPL-3.0-or-later
// Metadata that were made from hostile files end up in a GGUF file, which must be readable.
#pragma once

#include "checkpoint/gguf_header.h"
#include "checkpoint/gguf_writer.h"
#include "fuzz_support.h"

namespace quantlathe::fuzz {

/// What the writer accepts, the reader gives back, key by key. The writer may refuse what GGUF cannot hold.
inline void requireReadable(const Metadata& metadata) {
    GgufLayout layout;
    try {
        layout = layOutGguf(metadata, {});
    } catch (const Error&) {
        return;
    }
    const GgufHeader again = parseGgufHeader({layout.header, layout.fileBytes, "again"});
    require(again.metadata.pairs().size() == metadata.pairs().size());
    for (std::size_t i = 0; i < metadata.pairs().size(); ++i) {
        require(again.metadata.pairs()[i].key == metadata.pairs()[i].key);
        require(again.metadata.pairs()[i].value == metadata.pairs()[i].value);
    }
}

} // namespace quantlathe::fuzz
