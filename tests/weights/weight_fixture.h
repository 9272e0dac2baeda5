// SPDX-License-Identifier: GPL-3.0-or-later
// Small models made by a test: tensors of given bytes in a real file, seen through hand-made weights.
#pragma once

#include "base/numeric.h"
#include "checkpoint/checkpoint.h"
#include "codecs/encoding.h"
#include "model/model.h"
#include "support/test_support.h"

#include <cstring>
#include <memory>
#include <oneapi/tbb/global_control.h>
#include <QTemporaryDir>
#include <span>
#include <string>
#include <vector>

namespace quantlathe::test {

template <class Scalar>
std::vector<std::byte> bytesOf(const std::vector<Scalar>& values) {
    std::vector<std::byte> bytes(values.size() * sizeof(Scalar));
    if (!bytes.empty()) {
        std::memcpy(bytes.data(), values.data(), bytes.size());
    }
    return bytes;
}

inline std::vector<std::uint16_t> bf16Of(const std::vector<float>& values) {
    std::vector<std::uint16_t> bits(values.size());
    std::ranges::transform(values, bits.begin(), bf16FromFloat);
    return bits;
}

inline std::vector<std::uint16_t> f16Of(const std::vector<float>& values) {
    std::vector<std::uint16_t> bits(values.size());
    std::ranges::transform(values, bits.begin(), f16FromFloat);
    return bits;
}

/// `values` encoded by the ggml encoding of that name.
inline std::vector<std::byte> encoded(const std::string& encoding, const std::vector<float>& values, std::uint64_t columns) {
    const Encoding* const e = encodingByName(encoding);
    std::vector<std::byte> stored(static_cast<std::size_t>(e->bytes(values.size() / columns, columns)));
    e->encode(values, columns, {}, stored);
    return stored;
}

/// Lets an arena have more threads than the machine has cores, while it lives.
class MoreThreadsThanCores {
    oneapi::tbb::global_control control_{oneapi::tbb::global_control::max_allowed_parallelism, 16};
};

/// Collects tensors, then writes their bytes to a file and sees it as a checkpoint: any element type, no container in the way.
class ModelMaker {
public:
    ModelMaker& add(std::string name, ElementType type, std::vector<std::uint64_t> shape, std::vector<std::byte> bytes,
                    std::uint32_t interleaveHeads = 0) {
        Weight weight;
        weight.name = weight.sourceName = name;
        weight.tensors = {tensors_.size()};
        weight.storedType = type;
        weight.shape = shape;
        if (interleaveHeads != 0) {
            weight.transform = interleavedHeads(weight.shape.size() == 1 ? weight.elements() : weight.rows(), interleaveHeads);
        }
        weights_.push_back(weight);
        TensorInfo tensor;
        tensor.name = std::move(name);
        tensor.type = type;
        tensor.shape = std::move(shape);
        tensor.offset = data_.size();
        tensor.bytes = bytes.size();
        tensors_.push_back(std::move(tensor));
        data_.insert(data_.end(), bytes.begin(), bytes.end());
        return *this;
    }

    ModelMaker& addGenerated(std::string name, std::vector<float> values) {
        Weight weight;
        weight.name = std::move(name);
        weight.shape = {values.size()};
        weight.generated = std::move(values);
        weights_.push_back(weight);
        return *this;
    }

    /// The file lies in `folder` under `name`.
    [[nodiscard]] std::shared_ptr<const Model> make(const QTemporaryDir& folder, const std::string& name = "model.bin") const {
        const std::filesystem::path path = std::filesystem::path(folder.path().toStdString()) / name;
        writeAll(path, data_);
        CheckpointContents contents;
        contents.path = path;
        contents.files.emplace_back(path);
        contents.tensors = tensors_;
        contents.headerHash = data_.size();
        Model::Parts parts;
        parts.checkpoint = std::make_shared<const Checkpoint>(std::move(contents));
        parts.name = name;
        parts.weights = weights_;
        return std::make_shared<const Model>(std::move(parts));
    }

private:
    std::vector<Weight> weights_;
    std::vector<TensorInfo> tensors_;
    std::vector<std::byte> data_{std::byte{0}}; // an odd start: nothing may rely on alignment
};

} // namespace quantlathe::test
