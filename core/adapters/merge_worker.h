// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a merge: reads base and adapter, adds, rounds, writes, tensor by tensor.
#pragma once

#include "adapters/lora_merge.h"
#include "convert/source_files.h"

#include <cstddef>
#include <vector>

namespace quantlathe {

class MergeWorker {
public:
    /// Keeps a reference to the plan. Throws Error(badInput) when a file is no longer the one that was opened.
    explicit MergeWorker(const MergePlan& plan);

    /// All pieces of the layout, on the threads of the arena that it is called in.
    void writeAll(DirectWriter& writer) const;
    /// Throws Error(badInput) when a file of base or adapter has changed since it was opened.
    void requireUnchanged() const;

private:
    class Sum;
    void copy(const OutputPiece& piece, DirectWriter& writer) const;
    void merge(const OutputPiece& piece, const MergedTensor& change, DirectWriter& writer) const;

    const MergePlan& plan_;
    SourceFiles base_;
    SourceFiles adapter_;
};

} // namespace quantlathe
