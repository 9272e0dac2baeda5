// SPDX-License-Identifier: GPL-3.0-or-later
// The linear layers of a written folder, as the names, types and shapes of their tensors tell them. Private to consumers.
#pragma once

#include "consumers/written_model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

struct LinearModule {
    std::string path; // "model.layers.3.mlp.down_proj"
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::uint64_t bits = 0;  // 0: the headers do not tell
    std::uint64_t group = 0; // input features with one scale; 0: whole rows, or the headers do not tell
    std::string scheme;      // as a person is told it; equal texts are one form of storage. Empty: floats as they are
};

/// Those that are encoded in the way that quant_method names; none for methods that are not known. In the order of their names.
[[nodiscard]] std::vector<LinearModule> encodedModules(const WrittenModel& model, std::string_view method);
/// Linear layers of blocks, and the output matrix, that are floats as they are. Routers, embeddings, norms and convolutions do
/// not count.
[[nodiscard]] std::vector<LinearModule> plainModules(const WrittenModel& model);

} // namespace quantlathe
