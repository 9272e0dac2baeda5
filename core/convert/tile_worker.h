// SPDX-License-Identifier: GPL-3.0-or-later
// One tile from the source to the output and back: read, encode, write, read back, decode, compare.
#pragma once

#include "convert/output.h"
#include "convert/source_files.h"
#include "convert/work.h"
#include "kernels/error_sums.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

struct TileResult {
    std::uint64_t contentHash = 0; // of the encoded bytes
    ErrorSums sums;                // of what was read back against the source
};

/// One per thread: keeps the tile's buffers. The result depends on the tile alone.
class TileWorker {
public:
    TileWorker(const SourceFiles& source, JobOutput& output) : source_(source), output_(output) {}

    /// Reads and encodes tile number `tile` of the weight, writes it, and keeps it for verify().
    void encode(const WeightWork& work, std::uint64_t tile);
    /// Reads the tile of the last encode() back and compares: bytes with what was written, values with the source. Throws
    /// Error(badInput) for values that are not finite, Error(failed) when other bytes come back.
    [[nodiscard]] TileResult verify();
    /// Hash of what the output holds for the tile.
    [[nodiscard]] std::uint64_t hashOfWritten(const WeightWork& work, std::uint64_t tile);

private:
    void begin(const WeightWork& work, std::uint64_t tile);
    void readPacked();
    void readStored();
    void decodeStored();
    void encodeFloats();
    [[nodiscard]] ErrorSums compareValues();
    void checkCopy() const;
    void checkScales() const;
    [[nodiscard]] std::uint64_t columns() const;
    [[nodiscard]] std::uint64_t fileOffset() const;
    [[nodiscard]] Error notFinite(std::uint64_t first, std::span<const float> original) const;
    [[nodiscard]] std::string placeOf(std::uint64_t value) const;

    const SourceFiles& source_;
    JobOutput& output_;
    const WeightWork* work_ = nullptr; // of the current tile
    std::uint64_t firstRow_ = 0;
    std::uint64_t rows_ = 0;
    std::vector<std::byte> stored_; // rows in canonical order
    std::vector<float> floats_;
    std::vector<std::byte> encoded_;
    std::vector<std::byte> readBack_;
    std::vector<float> decoded_;
};

} // namespace quantlathe
