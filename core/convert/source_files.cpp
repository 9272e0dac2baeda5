// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/source_files.h"

#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "checkpoint/replica.h"

#include <algorithm>
#include <utility>

namespace quantlathe {

SourceFiles::SourceFiles(const Checkpoint& checkpoint, Values values) : checkpoint_(checkpoint) {
    if (values == Values::here) {
        requireValues(checkpoint);
    } else {
        held_.resize(checkpoint.files().size());
    }
    files_.reserve(checkpoint.files().size());
    for (const MappedFile& file : checkpoint.files()) {
        files_.emplace_back(file.path());
    }
    checkUnchanged();
}

void SourceFiles::read(const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) const {
    if (!held_.empty() && !held_[tensor.file]) {
        throw absentValues(files_[tensor.file].path());
    }
    const InputFile& file = held_.empty() ? files_[tensor.file] : held_[tensor.file]->input;
    if (!file.readAt(tensor.offset + offset, into)) {
        throw changedWhileRead(file.path());
    }
}

std::span<const std::byte> SourceFiles::bytes(std::size_t tensor) const {
    const TensorInfo& which = checkpoint_.tensors()[tensor];
    return held_.empty() || !held_[which.file] ? checkpoint_.bytes(which)
                                               : held_[which.file]->mapped.bytes().subspan(which.offset, which.extent());
}

void SourceFiles::release(std::size_t tensor) const {
    const TensorInfo& which = checkpoint_.tensors()[tensor];
    if (held_.empty()) {
        checkpoint_.release(which, 0, which.bytes);
    } else if (held_[which.file]) {
        held_[which.file]->mapped.release(which.offset, which.extent());
    }
}

void SourceFiles::checkUnchanged() const {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (files_[i].stamp() != checkpoint_.files()[i].stamp()) {
            throw changedWhileRead(files_[i].path());
        }
    }
}

void SourceFiles::hold(std::size_t file, const std::filesystem::path& path) {
    Held whole{InputFile(path), MappedFile(path)};
    const MappedFile& known = checkpoint_.files()[file];
    const std::span<const std::byte> header = known.bytes();
    if (whole.mapped.bytes().size() != wholeBytes(known) ||
        !std::ranges::equal(header, whole.mapped.bytes().first(header.size()))) {
        throw badInput(known.path(),
                       say("{} is not the file whose header was looked at", escapeForDisplay(path.filename().string())),
                       say("Remove what the cache keeps of the model, then try again."));
    }
    held_[file] = std::move(whole);
}

void SourceFiles::letGo(std::size_t file) {
    const Held whole = *std::exchange(held_[file], std::nullopt);
    if (whole.input.stamp() != whole.mapped.stamp()) {
        throw changedWhileRead(whole.input.path());
    }
}

void requireIntact(const SourceFiles& source) {
    requireIntact(source.checkpoint_);
    for (const auto& held : source.held_) {
        if (held) {
            requireIntact(held->mapped);
        }
    }
}

} // namespace quantlathe
