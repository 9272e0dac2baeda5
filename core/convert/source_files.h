// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a checkpoint, read at offsets instead of through its mapping: a file that shrinks or changes while a long job
// reads it gives an Error, not a signal, and nothing of the source counts as memory of the program.
#pragma once

#include "base/file.h"
#include "checkpoint/checkpoint.h"

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// Safe to read from many threads. Keeps a reference to the checkpoint.
class SourceFiles {
public:
    /// Throws Error(badInput) when a file is no longer the one that the checkpoint was opened from, and absentValues() when it
    /// has no values.
    explicit SourceFiles(const Checkpoint& checkpoint);

    /// Bytes [offset, offset + into.size()) of a tensor; must lie inside it. Throws Error(badInput) when the file is too short.
    void read(const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) const;
    /// Throws Error(badInput) when a file has changed since the checkpoint was opened.
    void checkUnchanged() const;

private:
    const Checkpoint& checkpoint_;
    std::vector<InputFile> files_;
};

} // namespace quantlathe
