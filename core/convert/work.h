// SPDX-License-Identifier: GPL-3.0-or-later
// A plan cut into tiles: what the workers of a job do, and the fingerprint by which a later run knows the job again.
#pragma once

#include "codecs/matrix_encoding.h"
#include "convert/tuning.h"
#include "plan/plan.h"
#include "plan/ready_codes.h"
#include "weights/stored_rows.h"
#include "weights/weight_rows.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

/// Where a part of an encoded matrix goes.
struct PartPlace {
    std::size_t file = 0;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// One weight of the output. Its rows are cut into tiles that are read, encoded and written independently; a matrix of several
/// parts is encoded as a whole instead.
struct WeightWork {
    const Weight* weight = nullptr; // of the model, of the layout's made pieces, or of Work::asStored
    const Encoding* encoding = nullptr;
    std::string name;                 // for reports: the weight's, or that of one of its tensors
    const Model* model = nullptr;     // of the weight
    std::optional<StoredRows> stored; // nothing: generated values, or a packed weight
    const MatrixEncoding* matrix = nullptr;
    MatrixShape shape;            // of the matrix
    std::vector<PartPlace> parts; // of the matrix
    /// Matrices that must be encoded with one scale, this one among them (codecs/joined_scale.h); empty: it stands
    /// alone. All of them share the list. They point into Work::weights.
    std::shared_ptr<const std::vector<const WeightWork*>> joined;
    std::size_t file = 0;     // of the output
    std::uint64_t offset = 0; // of the first encoded row
    std::uint64_t bytes = 0;  // encoded
    /// Rows of the weight; single values where both sides are scalars, so that a tile stays small however long a row is and
    /// the elements of a bias can change places (`isFlat`).
    RowTiles tiles;
    bool isFlat = false;
    std::uint64_t columns = 0; // 1 if isFlat
    std::uint64_t storedRowBytes = 0;
    std::uint64_t encodedRowBytes = 0;
    bool isCopy = false;                    // the stored bytes are what the encoding would write
    bool takesBlocks = false;               // its codes and scales are stored, in parts
    std::span<const float> importance;      // empty, or `columns` values a matrix
    const ReadyCodes* ready = nullptr;      // what the encoded rows or parts are, where they were chosen before
    const Weight* readyOf = nullptr;        // the model's weight that they were chosen for
    std::uint64_t readyFirst = 0;           // where this matrix begins among the bytes of all of the weight's
    const TensorScaling* scaling = nullptr; // of the stored values, before anything else is done with them
    std::string scaledBy;                   // the identity of what the scaling comes from
    Effort effort = Effort::normal;         // high only where the encoding knows a better search
    std::uint64_t rowsPerMatrix = 0;        // experts are stacked matrices, each with its own importance
    std::size_t firstTile = 0;              // number of its first tile in the whole job

    /// Read for the whole weight.
    [[nodiscard]] std::uint64_t sourceBytes() const {
        return matrix != nullptr ? weight->storedBytes() : weight->isStored() ? tiles.rows * storedRowBytes : 0;
    }
};

struct Work {
    std::vector<WeightWork> weights; // in the order of the layout's pieces, one entry for all parts of a matrix
    std::deque<Weight> asStored;     // tensors of the source as they are stored, for the entries that take them so
    std::size_t tiles = 0;
    std::uint64_t sourceBytes = 0;
    std::uint64_t outputBytes = 0;
    /// Equal for two runs that write the same bytes in the same tiles from the same source files.
    std::uint64_t fingerprint = 0;

    /// The weight that tile number `tile` (of the whole job) belongs to.
    [[nodiscard]] const WeightWork& weightOfTile(std::size_t tile) const;
};

/// Throws Error(badInput) for weights that cannot be read or encoded and for importance of another shape, Error(failed) for a
/// layout that contradicts itself: pieces that overlap each other or the header, or that have another size than their rows.
/// `codes`: of weights that were encoded before; may be null, and must outlive the result.
[[nodiscard]] Work layOutWork(const Plan& plan, const JobTuning& tuning, const ReadyCodes* codes = nullptr);

} // namespace quantlathe
