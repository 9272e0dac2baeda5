// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/checkpoint.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/replica.h"
#include "checkpoint/tensor_size.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <numeric>

namespace quantlathe {
namespace {

std::uint64_t product(std::span<const std::uint64_t> factors) {
    return std::accumulate(factors.begin(), factors.end(), std::uint64_t{1}, std::multiplies<>());
}

/// False for what a replica has not.
bool isMapped(const MappedFile& file, std::uint64_t offset, std::uint64_t length) {
    const std::uint64_t size = file.bytes().size();
    return offset <= size && length <= size - offset;
}

} // namespace

std::uint64_t TensorInfo::elements() const {
    return product(shape);
}

std::uint64_t TensorInfo::columns() const {
    return shape.empty() ? 1 : shape.back();
}

std::uint64_t TensorInfo::rows() const {
    return shape.empty() ? 1 : product(std::span(shape).first(shape.size() - 1));
}

std::uint64_t TensorInfo::extent() const {
    if (strides.empty() || elements() == 0) {
        return bytes;
    }
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        last += (shape[i] - 1) * strides[i];
    }
    return (last + 1) * info(type).bytesPerBlock;
}

std::string_view name(ContainerKind kind) {
    switch (kind) {
    case ContainerKind::gguf: return "gguf";
    case ContainerKind::pytorch: return "pytorch";
    case ContainerKind::safetensors: break;
    }
    return "safetensors";
}

std::string_view title(ContainerKind kind) {
    switch (kind) {
    case ContainerKind::gguf: return "GGUF";
    case ContainerKind::pytorch: return "PyTorch";
    case ContainerKind::safetensors: break;
    }
    return "Safetensors";
}

Checkpoint::Checkpoint(CheckpointContents contents) : contents_(std::move(contents)) {
    byName_.reserve(contents_.tensors.size());
    std::vector<std::uint64_t> lengths;
    std::ranges::transform(contents_.files, std::back_inserter(lengths), wholeBytes);
    for (std::size_t i = 0; i < contents_.tensors.size(); ++i) {
        const TensorInfo& tensor = contents_.tensors[i];
        const auto refuse = [&](std::string_view why) {
            const auto& file = tensor.file < contents_.files.size() ? contents_.files[tensor.file].path() : contents_.path;
            return badInput(file, say("This checkpoint is not valid"),
                            say("Tensor {} at byte {}: {}.", escapeForDisplay(tensor.name), groupedDigits(tensor.offset), why));
        };
        if (tensor.file >= contents_.files.size()) {
            throw refuse(say("it lies in a file that is not part of the checkpoint"));
        }
        if (!tensor.strides.empty() && (tensor.strides.size() != tensor.shape.size() || info(tensor.type).isBlocked())) {
            throw refuse(say("it has strides that do not fit its shape"));
        }
        const auto end = checkedAdd(tensor.offset, tensor.extent());
        if (!end || *end > lengths[tensor.file]) {
            throw refuse(say("it ends behind the end of its file"));
        }
        if (tensorBytes(tensor.type, tensor.shape) != tensor.bytes) {
            throw refuse(say("its length does not agree with its shape and type"));
        }
        if (!byName_.emplace(tensor.name, i).second) {
            throw refuse(say("the name stands there twice"));
        }
    }
}

std::filesystem::path Checkpoint::folder() const {
    const std::filesystem::path& any = contents_.files.empty() ? contents_.path : contents_.files.front().path();
    const std::filesystem::path parent = any.parent_path();
    return parent.empty() ? std::filesystem::path(".") : parent;
}

const TensorInfo* Checkpoint::find(std::string_view name) const {
    const auto alias = contents_.aliases.find(name);
    const auto found = byName_.find(alias == contents_.aliases.end() ? name : std::string_view(alias->second));
    return found == byName_.end() ? nullptr : &contents_.tensors[found->second];
}

std::uint64_t Checkpoint::fileBytes() const {
    return std::accumulate(contents_.files.begin(), contents_.files.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const MappedFile& file) { return sum + wholeBytes(file); });
}

std::string Checkpoint::identity() const {
    HashBuilder hash;
    hash.add(contents_.headerHash);
    for (const MappedFile& file : contents_.files) {
        hash.add(wholeBytes(file));
        hash.add(static_cast<std::uint64_t>(file.stamp().modifiedNanoseconds));
    }
    return fmt::format("{:016x}", hash.value());
}

std::span<const std::byte> Checkpoint::bytes(const TensorInfo& tensor) const {
    const MappedFile& file = contents_.files.at(tensor.file);
    const std::uint64_t extent = tensor.extent();
    if (isMapped(file, tensor.offset, extent)) {
        return file.bytes().subspan(tensor.offset, extent);
    }
    if (extent == 0) {
        return {};
    }
    throw absentValues(file.path());
}

void Checkpoint::willRead(const TensorInfo& tensor, std::uint64_t offset, std::uint64_t length) const {
    if (const std::uint64_t extent = tensor.extent();
        offset < extent && isMapped(contents_.files.at(tensor.file), tensor.offset, extent)) {
        contents_.files.at(tensor.file).willRead(tensor.offset + offset, std::min(length, extent - offset));
    }
}

void Checkpoint::release(const TensorInfo& tensor, std::uint64_t offset, std::uint64_t length) const {
    if (const std::uint64_t extent = tensor.extent();
        offset < extent && isMapped(contents_.files.at(tensor.file), tensor.offset, extent)) {
        contents_.files.at(tensor.file).release(tensor.offset + offset, std::min(length, extent - offset));
    }
}

} // namespace quantlathe
