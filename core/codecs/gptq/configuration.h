// SPDX-License-Identifier: GPL-3.0-or-later
// What a model's quantization_config says about the tensors of GPTQ files. Private to codecs/gptq.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace quantlathe::gptq {

struct Configuration {
    bool isStated = false; // it names a method whose tensors these are; else the tensors alone must show it
    bool storesZeroLessOne = true;
    bool isSymmetric = false;           // all modules, as far as it says
    std::optional<std::uint64_t> group; // of most modules; 0: whole rows
};

/// Nothing when the tensors are packed in another way (AWQ, Marlin, planar). nullptr: nothing is said.
[[nodiscard]] std::optional<Configuration> readConfiguration(const nlohmann::json* configuration);

} // namespace quantlathe::gptq
