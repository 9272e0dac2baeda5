// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a state dict that torch.save pickled (docs/formats/pytorch.md). Only the pickle is read here; the storages lie
// beside it in the archive.
#pragma once

#include "base/element_type.h"
#include "checkpoint/header_source.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

struct PyTorchTensor {
    std::string name;         // nested dictionaries are joined with dots
    std::string_view storage; // the storage's key: its bytes are the entry data/<key>; points into the source
    std::uint64_t storageBytes = 0;
    ElementType type = ElementType::F32;
    std::uint64_t offset = 0;           // elements from the start of the storage
    std::vector<std::uint64_t> shape;   // outermost first
    std::vector<std::uint64_t> strides; // in elements, one a dimension
};

/// What of a dictionary is taken.
enum class PyTorchDepth : std::uint8_t {
    tensors,  // of dictionaries in dictionaries
    listsToo, // also of lists, by number ("scales.0"), and of sparse matrices ("outliers.indices", "outliers.values")
};

/// In the order of the pickle. Every tensor lies inside its storage. Tensors may share storages, overlap, and have any strides.
/// When the dictionary holds no tensor itself but a model's under a usual name ("state_dict", "model" …), that one is taken.
/// Throws Error(badInput) for whatever is not a dictionary of tensors, naming the tensor or the byte.
[[nodiscard]] std::vector<PyTorchTensor> parsePyTorchState(const HeaderSource& pickle,
                                                           PyTorchDepth depth = PyTorchDepth::tensors);

} // namespace quantlathe
