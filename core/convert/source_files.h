// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a checkpoint, read at offsets instead of through its mapping: a file that shrinks or changes while a long job
// reads it gives an Error, not a signal, and nothing of the source counts as memory of the program.
#pragma once

#include "base/file.h"
#include "checkpoint/checkpoint.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace quantlathe {

/// Safe to read from many threads. Keeps a reference to the checkpoint.
class SourceFiles {
public:
    enum class Values {
        here,
        supplied, // those of a file are there between hold() and letGo() (convert/source_supply.h)
    };
    /// Throws Error(badInput) when a file is no longer the one that the checkpoint was opened from, and absentValues() when it
    /// has no values and none are supplied.
    explicit SourceFiles(const Checkpoint& checkpoint, Values values = Values::here);

    /// Bytes [offset, offset + into.size()) of a tensor; must lie inside it. Throws Error(badInput) when the file is too short,
    /// and absentValues() for a file that is not held.
    void read(const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) const;
    /// All bytes of a tensor, mapped, by its number in the checkpoint. To be read within readIntact(). Throws as read().
    [[nodiscard]] std::span<const std::byte> bytes(std::size_t tensor) const;
    /// Drops the mapped pages of a tensor; a hint.
    void release(std::size_t tensor) const;
    /// Throws Error(badInput) when a file has changed since the checkpoint was opened.
    void checkUnchanged() const;

    /// `path` holds the whole file that number `file` of the checkpoint has the header of. Nobody reads meanwhile. Throws
    /// Error(badInput) when it is another one.
    void hold(std::size_t file, const std::filesystem::path& path);
    /// Throws Error(badInput) when it changed since hold().
    void letGo(std::size_t file);

private:
    friend void requireIntact(const SourceFiles& source);
    struct Held {
        InputFile input;
        MappedFile mapped;
    };
    const Checkpoint& checkpoint_;
    std::vector<InputFile> files_;          // as they were opened
    std::vector<std::optional<Held>> held_; // empty unless values are supplied
};

/// As that of mapped files: after every tile that was read from bytes().
void requireIntact(const SourceFiles& source);

} // namespace quantlathe
