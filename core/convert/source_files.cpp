// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/source_files.h"

#include "base/mapping_guard.h"
#include "checkpoint/replica.h"

namespace quantlathe {

SourceFiles::SourceFiles(const Checkpoint& checkpoint) : checkpoint_(checkpoint) {
    requireValues(checkpoint);
    files_.reserve(checkpoint.files().size());
    for (const MappedFile& file : checkpoint.files()) {
        files_.emplace_back(file.path());
    }
    checkUnchanged();
}

void SourceFiles::read(const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) const {
    if (!files_[tensor.file].readAt(tensor.offset + offset, into)) {
        throw changedWhileRead(files_[tensor.file].path());
    }
}

void SourceFiles::checkUnchanged() const {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (files_[i].stamp() != checkpoint_.files()[i].stamp()) {
            throw changedWhileRead(files_[i].path());
        }
    }
}

} // namespace quantlathe
