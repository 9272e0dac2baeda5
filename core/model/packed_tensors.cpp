// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/packed_tensors.h"

#include "base/error.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "checkpoint/intact.h"
#include "checkpoint/replica.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/stored_weight.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace quantlathe {
namespace {

constexpr std::string_view weightSuffix = ".weight";

std::size_t indexOf(const Checkpoint& checkpoint, const TensorInfo& tensor) {
    return static_cast<std::size_t>(&tensor - checkpoint.tensors().data());
}

/// The family whose mark the name ends in, and what stands before it.
struct Mark {
    const MatrixFamily* family = nullptr;
    std::string module;
};
std::vector<Mark> marksIn(std::string_view name) {
    std::vector<Mark> marks;
    for (const MatrixFamily* const family : matrixFamilies()) {
        for (const std::string_view marker : family->markers) {
            if (name.ends_with(marker)) {
                marks.push_back({family, std::string(name.substr(0, name.size() - marker.size()))});
            }
        }
    }
    return marks;
}

/// What the folder says about its quantized weights: an object, or null. Old tools write it into a file of its own.
nlohmann::json quantizationConfig(const std::filesystem::path& folder) {
    if (const auto config = readJsonObjectIfThere(folder / "config.json", maxConfigBytes)) {
        for (const std::string_view name : {"quantization_config", "quantization"}) { // MLX has the second
            if (const nlohmann::json* const own = member(*config, name); own != nullptr && own->is_object()) {
                return *own;
            }
        }
    }
    return readJsonObjectIfThere(folder / "quantize_config.json", maxConfigBytes).value_or(nlohmann::json());
}

/// Families that recognise a matrix by types and shapes, and check that there are bytes where they look into some. All others
/// take them for granted.
bool isKnownByShapes(const MatrixFamily& family) {
    constexpr auto ids = std::to_array<std::string_view>({"aqlm", "compressed-tensors", "fbgemm", "fp8", "mlx", "mxfp4"});
    return std::ranges::find(ids, family.id) != ids.end();
}

/// Of a model whose values are elsewhere (`isHere` is false) the parts have no bytes, and families that need some are refused
/// before they look.
std::optional<PackedMatrix> packedMatrix(const Checkpoint& checkpoint, const Mark& mark, const nlohmann::json* configuration,
                                         bool isHere) {
    const bool needsBytes = isHere || !isKnownByShapes(*mark.family);
    const PartLookup lookup = [&](std::string_view suffix) -> std::optional<StoredPart> {
        const TensorInfo* const tensor = checkpoint.find(mark.module + std::string(suffix));
        if (tensor == nullptr || !tensor->strides.empty()) {
            return std::nullopt;
        }
        return StoredPart{tensor->type, tensor->shape, needsBytes ? checkpoint.bytes(*tensor) : std::span<const std::byte>()};
    };
    try {
        const std::optional<StoredMatrix> stored = mark.family->recognise(lookup, configuration);
        if (!stored) {
            return std::nullopt;
        }
        PackedMatrix packed{.encoding = stored->encoding, .shape = stored->shape, .parts = {}, .bytes = 0};
        for (const MatrixPart& part : stored->encoding->parts(stored->shape)) {
            const TensorInfo& tensor = *checkpoint.find(mark.module + part.suffix); // recognise() has checked it
            packed.parts.push_back(indexOf(checkpoint, tensor));
            packed.bytes += tensor.bytes;
        }
        return packed;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput || !error.file().empty()) {
            throw;
        }
        requireValues(checkpoint);
        throw badInput(checkpoint.path(), fmt::format("{}: {}", escapeForDisplay(mark.module), error.title()), error.detail());
    }
}

TensorInfo asMatrix(const TensorInfo& first, const std::string& module, const PackedMatrix& packed) {
    TensorInfo tensor = first;
    tensor.name = module + std::string(weightSuffix);
    tensor.type = packed.shape.compute;
    tensor.shape = {packed.shape.rows, packed.shape.columns};
    tensor.bytes = packed.shape.values() * info(tensor.type).bytesPerBlock; // of the decoded values; nothing reads them
    return tensor;
}

} // namespace

LogicalTensors logicalTensors(const Checkpoint& checkpoint) {
    const auto stored = checkpoint.tensors();
    std::unordered_map<std::size_t, std::pair<std::string, PackedMatrix>> byFirstPart;
    std::unordered_set<std::size_t> isPart;
    const bool isHere = !addressOfReplica(checkpoint);
    std::optional<nlohmann::json> configuration; // read when the first module wants it
    for (const TensorInfo& tensor : stored) {
        for (const Mark& mark : marksIn(tensor.name)) {
            if (isPart.contains(indexOf(checkpoint, tensor))) {
                break; // a family with two marks
            }
            if (!configuration) {
                configuration = quantizationConfig(checkpoint.folder());
            }
            const nlohmann::json* const stated = configuration->is_object() ? &*configuration : nullptr;
            if (auto packed = readIntact(checkpoint, [&] { return packedMatrix(checkpoint, mark, stated, isHere); })) {
                const std::size_t first = std::ranges::min(packed->parts);
                isPart.insert(packed->parts.begin(), packed->parts.end());
                byFirstPart.emplace(first, std::pair(mark.module, std::move(*packed)));
            }
        }
    }
    LogicalTensors logical;
    logical.hasPacked = !byFirstPart.empty();
    logical.tensors.reserve(stored.size());
    logical.sources.reserve(stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (const auto found = byFirstPart.find(i); found != byFirstPart.end()) {
            auto& [module, packed] = found->second;
            logical.tensors.push_back(asMatrix(stored[i], module, packed));
            logical.sources.push_back({i, std::move(packed)});
        } else if (!isPart.contains(i)) {
            logical.tensors.push_back(stored[i]);
            logical.sources.push_back({i, std::nullopt});
        }
    }
    return logical;
}

std::vector<Weight> weightsAsStored(const Checkpoint& checkpoint, const LogicalTensors& logical) {
    std::vector<Weight> weights;
    weights.reserve(logical.tensors.size());
    for (std::size_t i = 0; i < logical.tensors.size(); ++i) {
        Weight& weight = weights.emplace_back(weightAsStored(checkpoint, logical.sources[i].stored));
        if (logical.sources[i].packed) {
            weight.name = weight.sourceName = logical.tensors[i].name;
            weight.storedType = logical.tensors[i].type;
            weight.shape = logical.tensors[i].shape;
            weight.tensors = {i};
            resolve(weight, logical);
        }
    }
    return weights;
}

void resolve(Weight& weight, const LogicalTensors& logical) {
    std::vector<std::size_t> stored;
    for (const std::size_t index : weight.tensors) {
        const LogicalTensors::Source& source = logical.sources[index];
        if (!source.packed) {
            stored.push_back(source.stored);
            continue;
        }
        stored.insert(stored.end(), source.packed->parts.begin(), source.packed->parts.end());
        weight.packed.push_back(*source.packed);
    }
    weight.tensors = std::move(stored);
}

} // namespace quantlathe
